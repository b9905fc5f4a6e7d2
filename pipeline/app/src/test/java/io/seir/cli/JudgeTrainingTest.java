package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ImageRequest;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import io.seir.prompt.PromptSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data to train a judge on, from what people have scored. */
class JudgeTrainingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What trainers ask of a line: LLaMA-Factory of both forms, ms-swift and TRL of the first. */
  private static final String SCHEMA =
      """
      {"$schema": "https://json-schema.org/draft/2020-12/schema",
       "type": "object",
       "properties": {
         "images": {"type": "array", "items": {"type": "string", "pattern": "^images/[^.]"}},
         "system": {"type": "string", "minLength": 1},
         "messages": {"type": "array", "minItems": 2,
           "prefixItems": [{"properties": {"role": {"enum": ["system", "user"]}}}],
           "items": {"type": "object", "additionalProperties": false,
             "required": ["role", "content"],
             "properties": {"role": {"enum": ["system", "user", "assistant"]},
               "content": {"type": "string", "minLength": 1}}}},
         "conversations": {"type": "array", "minItems": 2, "maxItems": 2,
           "prefixItems": [{"properties": {"from": {"const": "human"}}},
             {"properties": {"from": {"const": "gpt"}}}],
           "items": {"type": "object", "additionalProperties": false,
             "required": ["from", "value"],
             "properties": {"from": {}, "value": {"type": "string", "minLength": 1}}}}},
       "oneOf": [{"required": ["messages", "images"]}, {"required": ["conversations", "images"]}],
       "additionalProperties": false}
      """;

  private static final JsonSchema FORM =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA);

  @TempDir Path folder;

  @BeforeEach
  void draw() throws Exception {
    Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
    for (String thing : List.of("cat", "boat")) {
      Files.write(
          folder.resolve(thing + ".png"),
          models.image().draw(new ImageRequest("a " + thing + " on a meadow", 1)).bytes());
    }
  }

  private static String question(int number) {
    return "Question " + number + ": what does a tag do? Show me a cat.";
  }

  /** Two systems answer every question; people have scored under both sets of names. */
  private Path rated(int questions) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      for (String system : List.of("a", "b")) {
        ObjectNode line = JSON.createObjectNode();
        line.put("id", "q" + i).put("model", system).put("question", question(i));
        line.put("answer", system + " says that <image> & <video> are words.");
        line.put("image", system.equals("a") ? "cat.png" : "boat.png");
        if (system.equals("a")) {
          line.putArray("human").add(3).add(2).add(1).add(0);
        } else {
          line.putObject("human")
              .put("Text Response Quality", 3)
              .put("Image Content Quality", 2)
              .put("Image Aesthetic Quality", 1)
              .put("Text-Image Synergy", 0);
        }
        lines.add(line.toString());
      }
    }
    ObjectNode dialogue = (ObjectNode) JSON.readTree("{\"id\": \"d\", \"conversations\": []}");
    for (int i = 0; i < 3; i++) { // asks what others were asked, too
      dialogue
          .withArray("conversations")
          .addObject()
          .put("from", "human")
          .put("value", question(i));
      dialogue.withArray("conversations").addObject().put("from", "gpt").put("value", "It is so.");
      dialogue.withArray("human").addArray().add(5).add(0).add(0).add(0);
    }
    lines.add(dialogue.toString());
    lines.add("{\"id\": \"unrated\", \"question\": \"Why?\", \"answer\": \"So.\"}");
    return Files.write(folder.resolve("rated.jsonl"), lines);
  }

  private Path export(Path rated, String name, String... more) {
    Path out = folder.resolve(name);
    List<String> command =
        new ArrayList<>(List.of("judge-training", "--answers=" + rated, "--out=" + out));
    command.addAll(List.of(more));
    Ended ended = Ended.of(command.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("1 turns, not scored by people"), ended.out());
    return out;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
      assertEquals(Set.of(), FORM.validate(lines.get(lines.size() - 1)), line);
    }
    return lines;
  }

  @Test
  void bothFormsAreAsTrainersReadThem() throws Exception {
    Path out = export(rated(40), "data");
    Map<String, Set<String>> partsOf = new HashMap<>();
    int examples = 0;
    for (String part : List.of("train", "test")) {
      List<JsonNode> messages = lines(out.resolve("messages-" + part + ".jsonl"));
      List<JsonNode> sharegpt = lines(out.resolve("sharegpt-" + part + ".jsonl"));
      assertEquals(messages.size(), sharegpt.size());
      for (int i = 0; i < messages.size(); i++) {
        JsonNode said = messages.get(i).path("messages");
        String asked = said.get(said.size() - 2).path("content").asText();
        JsonNode images = messages.get(i).path("images");
        assertEquals(images.size(), asked.split("<image>", -1).length - 1, asked);
        assertFalse(asked.contains("<video>"), "a word of an answer is no film");
        for (JsonNode image : images) {
          assertNotNull(ImageIO.read(out.resolve(image.asText()).toFile()));
        }
        assertEquals(asked, sharegpt.get(i).path("conversations").get(0).path("value").asText());
        String reply = said.get(said.size() - 1).path("content").asText();
        assertEquals(reply, sharegpt.get(i).path("conversations").get(1).path("value").asText());
        JsonNode scores = JSON.readTree(reply);
        boolean picture = !images.isEmpty();
        assertEquals(picture ? 3 : 5, scores.path("TCC").asInt(), reply);
        assertEquals(picture ? 1 : 0, scores.path("IQ").asInt(), reply);
        for (int q = 0; q < 40; q++) {
          if (asked.contains("Question " + q + ":")) {
            partsOf.computeIfAbsent("q" + q, n -> new HashSet<>()).add(part);
          }
        }
        examples++;
      }
    }
    assertEquals(2 * 40 + 3, examples);
    assertEquals(40, partsOf.size());
    assertTrue(partsOf.values().stream().allMatch(parts -> parts.size() == 1), "" + partsOf);
    assertTrue(partsOf.containsValue(Set.of("test")) && partsOf.containsValue(Set.of("train")));
    JsonNode info = JSON.readTree(out.resolve("dataset_info.json").toFile());
    for (JsonNode set : info) {
      assertTrue(Files.exists(out.resolve(set.path("file_name").asText())));
    }
    try (var pictures = Files.walk(out.resolve("images")).filter(Files::isRegularFile)) {
      assertEquals(2, pictures.count(), "a picture is kept once");
    }
  }

  /**
   * The target is what the judge's own reader reads, under names of one's own and one at a time.
   */
  @Test
  void aScaleIsTaughtByItselfUnderItsOwnName() throws Exception {
    Path prompts = Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(
        prompts.resolve("judge-labels.properties"),
        """
        TCC = Text Response Quality
        ICC = Image Content Quality
        IQ = Image Aesthetic Quality
        ITS = Text-Image Synergy
        """);
    Path out = export(rated(3), "each", "--per-scale", "--prompts=" + prompts, "--held-out=0");
    List<JsonNode> train = lines(out.resolve("messages-train.jsonl"));
    assertEquals(0, lines(out.resolve("messages-test.jsonl")).size());
    assertEquals(4 * 6 + 3, train.size(), "of answers without a picture the text is asked about");
    Set<String> taught = new HashSet<>();
    for (JsonNode line : train) {
      JsonNode said = line.path("messages");
      taught.addAll(
          JSON.convertValue(
                  JSON.readTree(said.get(said.size() - 1).path("content").asText()),
                  new TypeReference<Map<String, Object>>() {})
              .keySet());
      assertTrue(said.toString().contains("Quality") || said.toString().contains("Synergy"));
    }
    assertEquals(
        Set.of(
            "Text Response Quality",
            "Image Content Quality",
            "Image Aesthetic Quality",
            "Text-Image Synergy"),
        taught);
    assertTrue(PromptSet.shipped().names().contains("judge-its"));
  }

  @Test
  void whatCannotBeTaughtIsRefusedWithTheReason() throws Exception {
    Path rated = rated(1);
    Path none =
        Files.writeString(folder.resolve("none.jsonl"), "{\"id\":\"x\",\"human\":[1,1,1,1]}");
    Ended nobody =
        Ended.of(
            "judge-training", "--answers=" + rated, "--human=" + none, "--out=" + folder + "/no");
    assertEquals(Seir.FAILED, nobody.code());
    assertTrue(nobody.err().contains("no turn has human scores for its id"), nobody.err());
    Ended share =
        Ended.of("judge-training", "--answers=" + rated, "--held-out=1", "--out=" + folder + "/s");
    assertEquals(Seir.USAGE, share.code());
    Path full = export(rated, "full", "--held-out=0");
    Ended again = Ended.of("judge-training", "--answers=" + rated, "--out=" + full);
    assertEquals(Seir.USAGE, again.code());
  }
}
