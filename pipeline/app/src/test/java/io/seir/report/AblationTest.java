package io.seir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.dialogue.JsonCoder;
import io.seir.judge.JudgeDimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationTest {
  @TempDir Path folder;

  private Ablation.Scores scores(String name, int... its) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < its.length; i++) {
      lines.append(
          "{\"id\":\"d%d\",\"scores\":[{\"TCC\":5,\"ICC\":3,\"IQ\":5,\"ITS\":%d},{\"unscored\":\"x\"}]}%n"
              .formatted(i, its[i]));
    }
    Path set = Files.createDirectories(folder.resolve(name));
    Files.writeString(set.resolve("dialogues-00000.jsonl"), lines.toString());
    return Ablation.read(set);
  }

  @Test
  void differencesArePairedAndUnscoredTurnsEnterNoMean() throws Exception {
    TreeMap<Integer, Ablation.Scores> depths = new TreeMap<>();
    depths.put(0, scores("zero", 1, 2, 3, 4));
    depths.put(3, scores("three", 2, 3, 4, 5, 0));
    Ablation ablation = new Ablation(depths);
    Ablation.Gain its =
        ablation.gains().stream()
            .filter(g -> g.dimension() == JudgeDimension.ITS)
            .findFirst()
            .orElseThrow();
    assertEquals(new Interval(1, 1, 1, 4), its.difference(), "each rose by one; d4 has no pair");
    assertEquals(2.5, ablation.mean(0, JudgeDimension.ITS).mean());

    AblationReport.write(folder, ablation);
    JsonNode json = JsonCoder.mapper().readTree(folder.resolve("ablation.json").toFile());
    assertEquals(2.5, json.path("depths").path("0").path("ITS").path("mean").asDouble());
    assertEquals(4, json.path("gains").size(), "four dimensions, one pair of depths");
    assertEquals(900, ImageIO.read(folder.resolve("ablation.png").toFile()).getWidth());
  }

  @Test
  void theIntervalIsTheUsualOne() {
    Interval interval = Interval.ofMean(List.of(1.0, 2.0, 3.0, 4.0));
    double half = 1.959964 * Math.sqrt(5.0 / 3 / 4);
    assertEquals(2.5 - half, interval.low(), 1e-9);
    assertEquals(2.5 + half, interval.high(), 1e-9);
    assertTrue(Double.isNaN(Interval.ofMean(List.of()).mean()));
  }
}
