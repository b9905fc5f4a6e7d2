package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.LineSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets that were made apart, put together. */
class MergeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static void done(String... command) {
    Ended ended = Ended.of(command);
    assertEquals(0, ended.code(), ended.err());
  }

  private static List<ObjectNode> lines(Path out) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("dialogues-00000.jsonl"))) {
      lines.add((ObjectNode) JSON.readTree(line));
    }
    return lines;
  }

  private static Set<String> pictures(Path data) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.walk(data.resolve("images"))) {
      files.filter(Files::isRegularFile).forEach(f -> names.add(f.getFileName().toString()));
    }
    return names;
  }

  @Test
  void runsWithDifferentOptionsBecomeOneDataSet() throws Exception {
    Path plain = folder.resolve("plain");
    Path refined = folder.resolve("refined");
    done("generate", "--samples=4", "--turns=1", "--seed=7", "--depth=0", "--out=" + plain);
    done("generate", "--samples=3", "--turns=2", "--seed=7", "--depth=2", "--out=" + refined);
    Path others = folder.resolve("others.jsonl");
    Files.writeString(
        others, "{\"id\":\"o\",\"model\":\"m\",\"question\":\"Why?\",\"answer\":\"So.\"}\n");
    Path out = folder.resolve("all");
    String[] command = {
      "merge", "--data=" + plain, "--data=" + refined, "--data=" + others, "--out=" + out
    };
    done(command);

    List<ObjectNode> lines = lines(out);
    assertEquals(8, lines.size());
    for (int i = 0; i < lines.size(); i++) {
      ObjectNode line = lines.get(i);
      String run = i < 4 ? "plain" : i < 7 ? "refined" : "others.jsonl";
      assertEquals(run, line.path("run").asText());
      assertEquals(Set.of(), LineSchema.faults(line.toString()));
      line.remove("run");
    }
    assertEquals(lines(plain), lines.subList(0, 4), "nothing else is changed");
    List<ObjectNode> second = lines(refined);
    for (ObjectNode line : second) {
      line.put("id", "refined-" + line.path("id").asText());
    }
    assertEquals(second, lines.subList(4, 7), "ids that both have tell where they are from");
    assertEquals("m", lines.get(7).path("model").asText());

    Set<String> kept = pictures(plain);
    kept.addAll(pictures(refined));
    assertEquals(kept, pictures(out), "those of all rounds, each once");
    JsonNode run = JSON.readTree(out.resolve("run.json").toFile());
    assertEquals(8, run.path("accepted").asInt());
    assertEquals(2, run.path("merged").path("refined").path("options").path("imageDepth").asInt());

    // What is merged is a data set like any other.
    done("export", "--data=" + out, "--format=hf", "--out=" + folder.resolve("hf"));
    Ended shown = Ended.of("summary", out.toString());
    assertEquals(0, shown.code(), shown.err());
    Ended again = Ended.of(command);
    assertEquals(Seir.USAGE, again.code(), "nothing is written over");
    Ended one = Ended.of("merge", "--data=" + plain, "--out=" + folder.resolve("one"));
    assertTrue(one.err().contains("at least twice"), one.err());
  }
}
