package io.seir.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.DataSetLines;
import io.seir.Runs;
import io.seir.data.LineSchema;
import io.seir.input.TemplatesFile;
import io.seir.refine.RefinementConfig;
import io.seir.sample.JsonCoder;
import io.seir.sample.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline on the embedded models, from its parsed output. */
class GenerateDataSetTest {
  private static final RefinementConfig DEPTH_2 = RefinementConfig.ofDepth(2);

  @TempDir Path folder;

  private static List<JsonNode> dialogues(Path folder) throws IOException {
    List<JsonNode> dialogues = new ArrayList<>();
    DataSetLines.read(folder, dialogues::add);
    return dialogues;
  }

  private static Set<String> pictures(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("images"))) {
      return new TreeSet<>(
          files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws Exception {
    Path a = Runs.generate(folder.resolve("a"), Runs.shipped(7, 10, 2, 2), DEPTH_2);
    Path b = Runs.generate(folder.resolve("b"), Runs.shipped(7, 10, 2, 2), DEPTH_2);
    Path c = Runs.generate(folder.resolve("c"), Runs.shipped(8, 10, 2, 2), DEPTH_2);
    String name = "dialogues-00000.jsonl";
    assertEquals(Files.readString(a.resolve(name)), Files.readString(b.resolve(name)));
    assertEquals(pictures(a), pictures(b));
    assertEquals(
        Files.readString(a.resolve("diversity.json")),
        Files.readString(b.resolve("diversity.json")));
    assertNotEquals(Files.readString(a.resolve(name)), Files.readString(c.resolve(name)));
    assertNotEquals(pictures(a), pictures(c));
  }

  @Test
  void theDataSetIsWholeAndReadable() throws Exception {
    Path set = Runs.generate(folder.resolve("set"), Runs.shipped(3, 12, 1, 3), DEPTH_2);
    List<JsonNode> dialogues = dialogues(set);
    assertEquals(12, dialogues.size());
    Set<String> ids = new HashSet<>();
    Set<Integer> lengths = new HashSet<>();
    for (JsonNode dialogue : dialogues) {
      assertEquals(Set.of(), LineSchema.faults(dialogue.toString()));
      assertTrue(ids.add(dialogue.path("id").asText()), "ids are unique");
      JsonNode said = dialogue.path("conversations");
      lengths.add(said.size() / 2);
      assertEquals(said.size() / 2, dialogue.path("scores").size());
      assertEquals(said.size() / 2, dialogue.path("lineage").size());
      assertEquals(said.size() / 2, dialogue.path("features").size());
      double coverage = dialogue.path("features").get(0).path("captionCoverage").asDouble();
      assertTrue(
          coverage > 0.2 && coverage <= 1.0001, "the caption is in the picture: " + dialogue);
      for (int i = 0; i < said.size(); i += 2) {
        assertEquals("human", said.get(i).path("from").asText());
        assertEquals("gpt", said.get(i + 1).path("from").asText());
        assertTrue(said.get(i).path("value").asText().split("\\s+").length <= 50);
        assertTrue(
            ImageIO.read(set.resolve(said.get(i + 1).path("image").asText()).toFile()) != null,
            "the picture is there and decodes");
      }
    }
    assertTrue(lengths.size() > 1, "1-3 turns are drawn by the seed: " + lengths);
    for (JsonNode dialogue : dialogues) {
      for (JsonNode turn : dialogue.path("lineage")) {
        for (JsonNode round : turn.path("image").path("rounds")) {
          String uri = round.path("draft").path("image").path("uri").asText();
          assertTrue(Files.exists(set.resolve(uri)), "every round's picture is kept");
        }
      }
    }
  }

  /** Counted here from the lines: topics, templates, words, and what two dialogues say alike. */
  @Test
  void diversityIsThatOfTheDialogues() throws Exception {
    List<Topic> topics =
        List.of(
            Topic.of("Nature", "Animals", "a cat"),
            Topic.of("Nature", "Animals", "a dog"),
            Topic.of("Made", "Boats", "a boat"),
            Topic.of("Made", "Houses", "the meaning of justice"));
    List<String> templates =
        List.of("What does {topic} look like?", "Where is {topic}?", "Is {topic} old?");
    Path set =
        Runs.generate(
            folder.resolve("set"),
            new DialoguePlan(4, 40, 1, 2, topics, templates),
            RefinementConfig.ofDepth(0));
    JsonNode found = JsonCoder.mapper().readTree(set.resolve("diversity.json").toFile());
    List<JsonNode> dialogues = dialogues(set);
    assertEquals(30, dialogues.size(), "one topic in four cannot be drawn");
    assertEquals(30, found.path("samples").asInt());
    JsonNode leaves = found.path("topics").path("levels").get(2);
    assertEquals(3, leaves.path("seen").asInt());
    assertEquals(4, leaves.path("known").asInt());
    assertEquals(0, found.path("topics").path("unlisted").asInt(-1));
    assertEquals(Math.log(3) / Math.log(4), leaves.path("normalisedEntropy").asDouble(), 1e-4);

    Set<String> pairs = new TreeSet<>();
    Map<String, Set<String>> saidIn = new TreeMap<>();
    List<String> questions = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (JsonNode dialogue : dialogues) {
      for (int t = 0; t < dialogue.path("templates").size(); t++) {
        pairs.add(dialogue.path("topic") + " " + dialogue.path("templates").get(t));
        JsonNode said = dialogue.path("conversations");
        questions.add(said.get(2 * t).path("value").asText().toLowerCase(Locale.ROOT));
        String answer = said.get(2 * t + 1).path("value").asText().toLowerCase(Locale.ROOT);
        answers.add(answer);
        saidIn.computeIfAbsent(answer, a -> new TreeSet<>()).add(dialogue.path("id").asText());
      }
    }
    JsonNode withTopics = found.path("templates").path("withTopics").get(2);
    assertEquals(pairs.size(), withTopics.path("seen").asInt());
    assertEquals(4 * 3, withTopics.path("known").asInt());
    JsonNode texts = found.path("answers");
    assertEquals(answers.size(), texts.path("texts").asInt());
    assertEquals(saidIn.size(), texts.path("different").asInt());
    long repeated = answers.stream().filter(text -> saidIn.get(text).size() > 1).count();
    assertTrue(repeated > 0, "so few things are asked about that some answers come again");
    assertEquals(repeated / (double) answers.size(), texts.path("repeated").asDouble(), 1e-4);
    List<String> words =
        questions.stream()
            .flatMap(q -> Stream.of(q.split("[^\\p{L}\\p{N}]+")))
            .filter(word -> !word.isEmpty())
            .toList();
    assertEquals(
        new HashSet<>(words).size() / (double) words.size(),
        found.path("questions").path("distinct1").path("value").asDouble(),
        1e-4);
    assertFalse(found.has("imageRows"), "no rows are made");
  }

  @Test
  void inEveryStageTheChosenRoundIsTheBestSoFar() throws Exception {
    Path set = Runs.generate(folder.resolve("set"), Runs.shipped(5, 20, 1, 1), DEPTH_2);
    int compared = 0;
    for (JsonNode dialogue : dialogues(set)) {
      for (JsonNode stage : dialogue.path("lineage").get(0)) {
        JsonNode rounds = stage.path("rounds");
        double chosen = score(rounds.get(stage.path("chosen").asInt()));
        for (JsonNode round : rounds) {
          assertTrue(chosen >= score(round), stage.toString());
          compared++;
        }
      }
    }
    assertTrue(compared > 60, "some stages took several rounds: " + compared);
  }

  private static double score(JsonNode round) {
    return round.path("assessment").path("score").asDouble(Double.NaN);
  }

  @Test
  void whatCannotBeMadeIsBadAndNothingIsLost() throws Exception {
    List<Topic> topics =
        Stream.of("cats", "the meaning of justice", "", "x".repeat(10_000), "a violin")
            .map(Topic::of)
            .toList();
    DialoguePlan plan = new DialoguePlan(1, 10, 1, 1, topics, TemplatesFile.shipped());
    Path set = Runs.generate(folder.resolve("set"), plan, RefinementConfig.ofDepth(1));
    JsonNode run = JsonCoder.mapper().readTree(set.resolve("run.json").toFile());
    assertEquals(10, run.path("asked").asInt());
    assertEquals(4, run.path("accepted").asInt());
    assertEquals(2, run.path("bad").path("undrawable_topic").asInt());
    assertEquals(2, run.path("bad").path("topic_empty").asInt());
    assertEquals(2, run.path("bad").path("topic_too_long").asInt());
    assertEquals(4, dialogues(set).size());
    List<String> bad = Files.readAllLines(set.resolve("bad/bad-00000.jsonl"));
    assertEquals(6, bad.size());
    for (String line : bad) {
      JsonNode record = JsonCoder.mapper().readTree(line);
      assertTrue(record.path("detail").asText().length() > 5);
      assertTrue(record.path("sample").path("topic").asText().length() < 250);
    }
  }

  @Test
  void theRunRecordCountsWhatTheLineageSays() throws Exception {
    Path set = Runs.generate(folder.resolve("set"), Runs.shipped(9, 6, 2, 2), DEPTH_2);
    JsonNode run = JsonCoder.mapper().readTree(set.resolve("run.json").toFile());
    for (String stage : List.of("question", "answer", "image")) {
      long calls = 0;
      long revisions = 0;
      for (JsonNode dialogue : dialogues(set)) {
        for (JsonNode turn : dialogue.path("lineage")) {
          for (JsonNode model : turn.path(stage).path("usage")) {
            calls += model.path("calls").asLong();
          }
          revisions += turn.path(stage).path("rounds").size() - 1;
        }
      }
      JsonNode tally = run.path("stages").path(stage);
      assertEquals(calls, tally.path("usage").path("calls").asLong(), stage);
      long counted = 0;
      for (var entry :
          (Iterable<java.util.Map.Entry<String, JsonNode>>) tally.path("revisions")::fields) {
        counted += Long.parseLong(entry.getKey()) * entry.getValue().asLong();
      }
      assertEquals(revisions, counted, stage);
    }
  }
}
