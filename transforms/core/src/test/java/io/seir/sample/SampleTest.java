package io.seir.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static Refinement made(String stage, Draft... drafts) {
    List<Round> rounds = new java.util.ArrayList<>();
    for (Draft draft : drafts) {
      boolean last = rounds.size() == drafts.length - 1;
      rounds.add(
          Round.of(
              rounds.size(),
              draft,
              last
                  ? new Assessment.Unreviewed()
                  : new Assessment.Reviewed(
                      new Suggestion.Revise("ask"), OptionalDouble.of(2), OptionalDouble.of(2.5))));
    }
    return new Refinement(
        stage,
        rounds,
        rounds.size() - 1,
        Optional.of(Decision.LATER),
        StopReason.DEPTH,
        Optional.empty(),
        StageUsage.NONE.plus("language", new ModelUsage(4, 1, 100, 20, 0)));
  }

  private static Sample whole() {
    ImageRef image = ImageRef.stored("images/ab/abc.png", "abc", 512, 512);
    Verdict verdict =
        Verdict.of(
            Map.of(
                JudgeDimension.TCC, 1.0,
                JudgeDimension.ICC, 2.25,
                JudgeDimension.IQ, 3.0,
                JudgeDimension.ITS, 4.0),
            true,
            true,
            "model");
    Turn turn =
        Turn.EMPTY
            .with(made("question", Draft.ofQuestion("Why?"), Draft.ofQuestion("Why so?")))
            .with(made("answer", Draft.ofAnswer("a", "c")))
            .with(made("image", Draft.ofImage("c", image)))
            .withVerdict(verdict)
            .withFeatures(Features.of(Map.of(Feature.ANSWER_IMAGE, 0.123456)));
    return Sample.ofTopic("d", Topic.of("x", "", "ü \u0000 \"z\""), List.of("***"))
        .withIndex(3)
        .withSeed(Long.MIN_VALUE)
        .plus(turn)
        .plus(Turn.asking("And?").withVerdict(new Verdict.Unscored("malformed_reply")))
        .plus(
            Turn.EMPTY.withImage(
                ImageRef.named("x.png").with(new Picture(new byte[] {1, (byte) 200}))))
        .plusUsage("judge", StageUsage.NONE.plus("judge", new ModelUsage(1, 0, 7, 8, 0)));
  }

  @Test
  void aWholeSampleSurvivesTheCoderThatBeamFindsByItself() throws Exception {
    Coder<Sample> coder = CoderRegistry.createDefault().getCoder(Sample.class);
    byte[] bytes = CoderUtils.encodeToByteArray(coder, whole());
    assertEquals(whole(), CoderUtils.decodeFromByteArray(coder, bytes));
    assertArrayEquals(bytes, CoderUtils.encodeToByteArray(coder, whole()));
    Coder<Sample> shipped = SerializableUtils.clone(coder);
    assertEquals(coder, shipped);
    assertEquals(whole(), CoderUtils.decodeFromByteArray(shipped, bytes));
    BadRecord bad = BadRecord.of("judge", "refused", "no", whole());
    Coder<BadRecord> ofBad = CoderRegistry.createDefault().getCoder(BadRecord.class);
    assertEquals(
        bad, CoderUtils.decodeFromByteArray(ofBad, CoderUtils.encodeToByteArray(ofBad, bad)));
    assertTrue(bad.sample().turns().get(2).image().orElseThrow().bytes().isEmpty());
  }

  @Test
  void whatIsAbsentIsNowhereInTheJson() throws Exception {
    String json = JsonCoder.mapper().writeValueAsString(Sample.ofQuestion("q", "Why?"));
    assertFalse(json.contains("null") || json.contains("answer") || json.contains("\"\""), json);
  }

  @Test
  void stagesPutTheirResultIntoTheTurn() {
    Turn turn = whole().turns().get(0);
    assertEquals(Optional.of("Why so?"), turn.question());
    assertEquals(Optional.of("a"), turn.answer());
    assertEquals(Optional.of("c"), turn.caption());
    assertEquals("images/ab/abc.png", turn.image().orElseThrow().uri());
    assertEquals(
        List.of("question", "answer", "image"),
        turn.lineage().stream().map(Refinement::stage).toList());
    assertEquals(4, whole().spent().get("image").total().calls());
    assertEquals(1, whole().spent().get("judge").total().calls());
    assertEquals(Optional.empty(), Turn.EMPTY.withAnswer("  ").answer(), "blank is absent");
  }

  @Test
  void whatWasKnownOfOtherContentIsForgotten() {
    Turn known =
        Turn.asking("Why?")
            .withAnswer("a")
            .withVerdict(new Verdict.Unscored("refused"))
            .withFeatures(Features.of(Map.of(Feature.REDUNDANCY, 0.5)))
            .withFault("picture_missing");
    Refinement again = whole().turns().get(0).lineageOf("answer").orElseThrow();
    Turn same = known.withCaption("c").with(again);
    assertEquals(known.verdict(), same.verdict(), "it says the same as before");
    Turn other = known.withAnswer("b").with(again);
    assertEquals(Optional.of("a"), other.answer());
    assertEquals(Optional.empty(), other.verdict());
    assertEquals(Optional.empty(), other.features());
    assertEquals(Optional.empty(), other.fault());
  }

  @Test
  void namesInTheJournalAreSafeAndDifferBySystem() {
    Sample plain = Sample.of("s7-0000001");
    assertEquals("s7-0000001", plain.journalName());
    Sample odd = Sample.of("../etc/passwd");
    assertTrue(odd.journalName().matches("sample-[0-9a-f]{32}"), odd.journalName());
    assertNotEquals(plain.withSystem("a").journalName(), plain.withSystem("b").journalName());
  }

  @Test
  void seedsDependOnEveryPartAndTheirOrder() {
    long seed = Seeds.derive(1, "a", 2);
    assertEquals(seed, Seeds.derive(1, "a", 2));
    assertNotEquals(seed, Seeds.derive(2, "a", 2));
    assertNotEquals(seed, Seeds.derive(1, 2, "a"));
    assertNotEquals(Seeds.derive(1, "ab", "c"), Seeds.derive(1, "a", "bc"));
  }
}
