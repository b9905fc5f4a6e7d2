package io.seir.flink.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seir.model.ModelsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateOnFlinkIT {
  @TempDir Path folder;

  @Test
  void topicsBecomeDialogues() throws Exception {
    GenerateOnFlink.run(
        "[local]",
        List.of("a cat", "the meaning of justice"),
        ModelsConfig.all("embedded"),
        folder.toString());
    List<String> lines = Files.readAllLines(folder.resolve("dialogues-00000.jsonl"));
    assertEquals(1, lines.size());
    JsonNode line = new ObjectMapper().readTree(lines.get(0));
    assertEquals("a cat", line.path("topic").asText());
    assertTrue(line.path("scores").get(0).has("ITS"));
    String bad = Files.readString(folder.resolve("bad/bad-00000.jsonl"));
    assertTrue(bad.contains("undrawable_topic"), bad);
  }
}
