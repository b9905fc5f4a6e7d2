package io.seir.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seir.Scripted;
import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.model.ChatMessage;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelSource;
import io.seir.model.Models;
import io.seir.sample.BadRecord;
import io.seir.sample.ImageRef;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckSafetyTest {
  /** A guard that objects to knives, and says nothing usable of mumbling. */
  private static Models models() {
    return with(Optional.of(guard()), Optional.empty());
  }

  private static ChatModel guard() {
    return request -> {
      ChatMessage message = request.messages().get(0);
      return new ChatReply(
          message.text().contains("mumble")
              ? "hm"
              : message.text().contains("knife") ? "unsafe\nS1,S9" : "safe",
          1,
          1);
    };
  }

  private static Models with(Optional<ChatModel> safety, Optional<ChatModel> imageSafety) {
    Models plain = Scripted.models((form, prompt) -> "");
    return new Models(
        plain.language(),
        plain.vision(),
        plain.image(),
        plain.judge(),
        plain.encoder(),
        plain.judgeEncoder(),
        safety,
        imageSafety,
        4,
        plain.identities().isEmpty() ? java.util.Map.of() : plain.identities());
  }

  private static final ModelSource SOURCE = CheckSafetyTest::models;

  private static Sample sample(String id, String answer) {
    return Sample.ofQuestion(id, "q?").withLast(Turn.asking("q?").withAnswer(answer));
  }

  private static void check(
      CheckSafety transform, List<Sample> samples, List<String> good, List<String> bad) {
    Pipeline pipeline = Pipeline.create();
    Result result = pipeline.apply(Create.of(samples)).apply("Check safety", transform);
    PAssert.that(result.samples())
        .satisfies(
            all -> {
              List<String> seen = new ArrayList<>();
              all.forEach(
                  one ->
                      seen.add(
                          one.id()
                              + (one.turns().isEmpty() ? "" : " " + one.turns().get(0).flags())));
              seen.sort(null);
              assertEquals(good, seen);
              return null;
            });
    PAssert.that(result.bad())
        .satisfies(
            all -> {
              List<String> seen = new ArrayList<>();
              for (BadRecord one : all) {
                seen.add(one.sample().id() + " " + one.reason() + ": " + one.detail());
              }
              seen.sort(null);
              assertEquals(bad, seen);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void whatIsUnsafeIsDroppedOrMarkedAndNothingPassesUnseen() {
    List<Sample> samples =
        List.of(sample("a", "A cat."), sample("b", "A knife."), sample("c", "mumble"));
    String unseen = "c malformed_reply: neither safe nor unsafe: hm";
    SamplePictures pictures = SamplePictures.besideTheirFile();
    ModelAccess access = ModelAccess.to(SOURCE);
    check(
        CheckSafety.ofTurns(access, Unsafe.DROP, pictures),
        samples,
        List.of("a []"),
        List.of("b unsafe_text: s1, s9", unseen));
    check(
        CheckSafety.ofTurns(access, Unsafe.MARK, pictures),
        samples,
        List.of("a []", "b [text:s1, text:s9]"),
        List.of(unseen));
  }

  /** A classifier of pictures sees pictures alone; with a guard beside it texts are seen, too. */
  @Test
  void picturesMayHaveAModelOfTheirOwn(@TempDir Path folder) throws Exception {
    Files.write(
        folder.resolve("p.png"),
        Scripted.models((form, prompt) -> "").image().draw(new ImageRequest("a", 1)).bytes());
    Sample sample =
        Sample.ofQuestion("b", "q?")
            .withLast(Turn.asking("q?").withAnswer("A knife.").withImage(ImageRef.named("p.png")));
    for (boolean texts : List.of(true, false)) {
      ModelSource source =
          () ->
              with(
                  texts ? Optional.of(guard()) : Optional.empty(),
                  Optional.of(
                      request -> {
                        ChatMessage message = request.messages().get(0);
                        assertEquals(1, message.pictures().size(), "never asked of a text");
                        return new ChatReply(
                            "{\"flagged\": true, \"categories\": [\"gore\"]}", 1, 1);
                      }));
      check(
          CheckSafety.ofTurns(
              ModelAccess.to(source), Unsafe.MARK, SamplePictures.in(folder.toString())),
          List.of(sample),
          List.of(texts ? "b [image:gore, text:s1, text:s9]" : "b [image:gore]"),
          List.of());
    }
  }

  @Test
  void anUnsafeTopicIsNeverBegun() {
    List<Sample> topics =
        List.of(
            Sample.ofTopic("a", Topic.of("cats"), List.of()),
            Sample.ofTopic("b", Topic.of("a knife fight"), List.of()));
    check(
        CheckSafety.ofTopics(ModelAccess.to(SOURCE)),
        topics,
        List.of("a"),
        List.of("b unsafe_topic: s1, s9"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "safe; []",
        "Safe.; []",
        "'unsafe\nS1'; [s1]",
        "'unsafe\nS10, S2'; [s10, s2]",
        "unsafe; [unsafe]",
        "'{\"flagged\": false, \"categories\": {\"violence\": false}}'; []",
        "'{\"flagged\": true, \"categories\": {\"violence\": true, \"sexual/minors\": true, \"hate\": false}}'; '[sexual/minors, violence]'",
        "'{\"flagged\": true, \"categories\": [\"violence\"]}'; [violence]",
        "'{\"flagged\": true}'; [unsafe]"
      })
  void repliesAreRead(String reply, String labels) throws ModelException {
    assertEquals(labels, SafetyReply.read(reply.replace("\\n", "\n")).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "I cannot say.", "{}", "The text is safe and unsafe.", "{\"flagged\": 1}"})
  void nothingIsInvented(String reply) {
    assertThrows(ModelException.class, () -> SafetyReply.read(reply));
  }
}
