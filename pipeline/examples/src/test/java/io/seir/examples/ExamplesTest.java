package io.seir.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seir.Scripted;
import io.seir.model.ImageRequest;
import io.seir.model.Models;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each example does what it says, with models from a lambda. */
class ExamplesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** A critic that wants one revision of everything, and a judge. */
  static Models models() {
    return Scripted.models(
        (form, prompt) ->
            switch (form) {
              case "answer_draft" -> "{\"answer\": \"Short.\", \"caption\": \"a thing\"}";
              case "answer_revise" -> "{\"answer\": \"Longer.\", \"caption\": \"a thing\"}";
              case "style_write" ->
                  prompt.contains("<suggestion></suggestion>")
                      ? "{\"caption\": \"a drawn thing\"}"
                      : "{\"caption\": \"a thing as a woodcut\"}";
              case "image_revise" -> "{\"caption\": \"never\"}";
              case "judge" -> "{\"TCC\": 4, \"ICC\": 3, \"IQ\": 2, \"ITS\": 1}";
              default ->
                  prompt.contains("Longer.") || prompt.contains("woodcut")
                      ? "{\"decision\": \"accept\", \"rating\": 5, \"suggestion\": \"\"}"
                      : "{\"decision\": \"revise\", \"rating\": 2, \"suggestion\": \"more\"}";
            });
  }

  private static List<JsonNode> lines(Path folder, String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name + "-00000.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void answersToOnesOwnQuestionsAreRefined() throws Exception {
    Pipeline pipeline = Pipeline.create();
    RefineMyQuestions.build(
        pipeline, List.of("Why?", "Why not?"), ExamplesTest::models, folder.toString());
    pipeline.run().waitUntilFinish();
    List<JsonNode> lines = lines(folder, "dialogues");
    assertEquals(2, lines.size());
    for (JsonNode line : lines) {
      assertEquals("Longer.", line.path("conversations").get(1).path("value").asText());
      assertEquals(2, line.path("lineage").get(0).path("answer").path("rounds").size());
    }
  }

  @Test
  void onesOwnLinesAreJudgedAndKeepTheirKeys() throws Exception {
    Files.write(folder.resolve("a.png"), Scripted.painter().draw(new ImageRequest("a", 1)).bytes());
    Path own = folder.resolve("mine.jsonl");
    Files.writeString(
        own,
        "{\"id\": 1, \"question\": \"Why?\", \"answer\": \"So.\", \"image\": \"a.png\","
            + " \"mine\": true}\n");
    Pipeline pipeline = Pipeline.create();
    JudgeMyLines.build(pipeline, own.toString(), ExamplesTest::models, folder.toString());
    pipeline.run().waitUntilFinish();
    JsonNode line = lines(folder, "judged").get(0);
    assertEquals("[4,3,2,1]", line.path("labels").toString());
    assertTrue(line.path("mine").asBoolean());
    assertEquals(1, line.path("features").path("answerImage").asDouble());
    assertFalse(line.path("features").has("captionImage"), "there is no caption");
  }

  @Test
  void onesOwnLinesAreGivenFeaturesAndKeepTheirKeys() throws Exception {
    Files.write(folder.resolve("a.png"), Scripted.painter().draw(new ImageRequest("a", 1)).bytes());
    Path own = folder.resolve("mine.jsonl");
    Files.writeString(
        own,
        "{\"id\": 1, \"answer\": \"So.\", \"image\": \"a.png\", \"mine\": true}\n"
            + "{\"id\": 2, \"answer\": \"So.\", \"image\": \"gone.png\"}\n");
    Pipeline pipeline = Pipeline.create();
    FeaturesOfMyLines.build(pipeline, own.toString(), ExamplesTest::models, folder.toString());
    pipeline.run().waitUntilFinish();
    List<JsonNode> lines = lines(folder, "features");
    assertEquals(1, lines.get(0).path("features").path("answerImage").asDouble());
    assertTrue(lines.get(0).path("mine").asBoolean());
    assertEquals("picture_missing", lines.get(1).path("fault").asText());
  }

  @Test
  void aStageOfOnesOwnRefinesTheCaptionBeforeThePictureIsDrawn() throws Exception {
    Pipeline pipeline = Pipeline.create();
    PicturesInHouseStyle.build(
        pipeline, "Why?", "woodcut", ExamplesTest::models, folder.toString());
    pipeline.run().waitUntilFinish();
    JsonNode line = lines(folder, "dialogues").get(0);
    JsonNode answer = line.path("conversations").get(1);
    assertEquals("a thing as a woodcut", answer.path("caption").asText());
    JsonNode rounds = line.path("lineage").get(0).path("style").path("rounds");
    assertEquals("a drawn thing", rounds.get(0).path("draft").path("caption").asText());
    assertTrue(Files.exists(folder.resolve(answer.path("image").asText())));
  }

  @Test
  void aWebDatasetIsGivenFeatures() throws Exception {
    Path tar = folder.resolve("shard.tar");
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      member(out, "one.png", Scripted.painter().draw(new ImageRequest("a", 1)).bytes());
      member(out, "one.txt", "a cat".getBytes(StandardCharsets.UTF_8));
      member(out, "two.txt", "no picture".getBytes(StandardCharsets.UTF_8));
    }
    Pipeline pipeline = Pipeline.create();
    FeaturesOfWebDataset.build(pipeline, tar.toString(), ExamplesTest::models, folder.toString());
    pipeline.run().waitUntilFinish();
    assertEquals("one\t1.0\n", Files.readString(folder.resolve("cosines.tsv")));
    try (Stream<Path> bad = Files.list(folder)) {
      assertTrue(bad.noneMatch(path -> path.endsWith("bad")), "nothing went wrong");
    }
  }

  private static void member(TarArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  /** What the examples do not use is not on their class path. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.openai.client.OpenAIClient",
        "ai.onnxruntime.OrtEnvironment",
        "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer",
        "com.google.cloud.storage.Storage",
        "picocli.CommandLine",
        "io.seir.embedded.EmbeddedProvider"
      })
  void theCoreIsLight(String name) {
    assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
  }

  /** An example of more than 40 lines of pipeline is no example. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RefineMyQuestions",
        "JudgeMyLines",
        "PicturesInHouseStyle",
        "FeaturesOfWebDataset"
      })
  void theyAreShort(String name) throws IOException {
    String text = Files.readString(Path.of("src/main/java/io/seir/examples/" + name + ".java"));
    long lines = text.substring(text.indexOf("public static void build")).lines().count();
    assertTrue(lines <= 40, name + " has " + lines);
    assertFalse(text.contains("setCoder"), name);
  }
}
