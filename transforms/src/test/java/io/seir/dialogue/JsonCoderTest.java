package io.seir.dialogue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.seir.judge.JudgeDimension;
import io.seir.judge.JudgedDialogue;
import io.seir.judge.Verdict;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class JsonCoderTest {
  private static JudgedDialogue judged() {
    ImageRef image = new ImageRef("images/ab/abc.png", "abc", 512, 512);
    Lineage lineage =
        new Lineage(
            new Refinement<>(
                List.of(
                    new Round<>(
                        0, "Why?", new Assessment.Reviewed(new Suggestion.Revise("ask"), 2, 2.5)),
                    new Round<>(
                        1, "Why so?", new Assessment.Reviewed(new Suggestion.Accept(), 5, 5))),
                1,
                StopReason.ACCEPTED,
                StageUsage.NONE.plus("language", new ModelUsage(4, 1, 100, 20, 0))),
            new Refinement<>(
                List.of(new Round<>(0, new AnswerDraft("a", "c"), new Assessment.Unreviewed())),
                0,
                StopReason.DEPTH,
                StageUsage.NONE),
            new Refinement<>(
                List.of(new Round<>(0, new ImageDraft("c", image), new Assessment.Unreviewed())),
                0,
                StopReason.PLATEAU,
                StageUsage.NONE));
    DialogueSeed seed =
        new DialogueSeed(
            "d", 3, Long.MIN_VALUE, new Topic("x", "y", "ü \u0000 \"z\""), List.of("***"));
    return new JudgedDialogue(
        new Dialogue(seed, List.of(new Turn(lineage), new Turn(lineage))),
        List.of(
            Verdict.of(
                Map.of(
                    JudgeDimension.TCC,
                    1.0,
                    JudgeDimension.ICC,
                    2.25,
                    JudgeDimension.IQ,
                    3.0,
                    JudgeDimension.ITS,
                    4.0),
                true,
                true,
                "model"),
            new Verdict.Unscored("malformed_reply")),
        StageUsage.NONE);
  }

  @Test
  void aWholeDialogueSurvivesTheCoder() throws Exception {
    JsonCoder<JudgedDialogue> coder = JsonCoder.of(JudgedDialogue.class);
    byte[] bytes = CoderUtils.encodeToByteArray(coder, judged());
    assertEquals(judged(), CoderUtils.decodeFromByteArray(coder, bytes));
    assertArrayEquals(bytes, CoderUtils.encodeToByteArray(coder, judged()));
    JsonCoder<JudgedDialogue> shipped = SerializableUtils.clone(coder);
    assertEquals(coder, shipped);
    assertEquals(judged(), CoderUtils.decodeFromByteArray(shipped, bytes));
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
