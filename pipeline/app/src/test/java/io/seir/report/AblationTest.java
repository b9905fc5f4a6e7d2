package io.seir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.sample.JsonCoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
          "{\"id\":\"d%d\",\"conversations\":[{\"from\":\"gpt\",\"value\":\"a\"},{\"from\":\"gpt\",\"value\":\"b\"}],\"scores\":[{\"TCC\":5,\"ICC\":3,\"IQ\":5,\"ITS\":%d},{\"unscored\":\"x\"}]}%n"
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
            .filter(g -> g.dimension().equals("ITS"))
            .findFirst()
            .orElseThrow();
    assertEquals(new Interval(1, 1, 1, 4), its.difference(), "each rose by one; d4 has no pair");
    assertEquals(2.5, ablation.mean(0, "ITS").mean());

    AblationReport.write(folder, ablation);
    JsonNode json = JsonCoder.mapper().readTree(folder.resolve("ablation.json").toFile());
    assertEquals(2.5, json.path("depths").path("0").path("ITS").path("mean").asDouble());
    assertEquals(4, json.path("gains").size(), "four dimensions, one pair of depths");
    assertEquals(900, ImageIO.read(folder.resolve("ablation.png").toFile()).getWidth());
  }

  /** Nearly all at the top of the scale: an interval that ends above it would be nonsense. */
  @Test
  void theIntervalStaysOnTheScale() throws Exception {
    int[] its = new int[40];
    Arrays.fill(its, 5);
    its[3] = 4;
    TreeMap<Integer, Ablation.Scores> depths = new TreeMap<>();
    depths.put(0, scores("zero", its));
    Interval mean = new Ablation(depths).mean(0, "ITS");
    assertEquals(4.975, mean.mean(), 1e-9);
    assertEquals(5, mean.high());
    assertTrue(4.9 <= mean.low() && mean.low() < 4.975, mean.toString());
    assertTrue(Double.isNaN(Bootstrap.ofMean(new double[0]).mean()));
  }
}
