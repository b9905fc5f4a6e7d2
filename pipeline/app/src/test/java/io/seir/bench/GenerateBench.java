package io.seir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.DataSetLines;
import io.seir.Runs;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelRole;
import io.seir.model.ModelSource;
import io.seir.model.ModelSpec;
import io.seir.model.ModelsConfig;
import io.seir.refine.RefinementConfig;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How fast the embedded models make dialogues: the pipeline as it is, beside the same pipeline with
 * one call at a time (the way of the paper's scripts). Validates both data sets first, then times
 * them in turn. Argument: dialogues a run (default 200).
 */
public final class GenerateBench {
  private static final int RUNS = 3;
  private static final int TURNS = 2;
  private static final int DEPTH = 2;

  private GenerateBench() {}

  public static void main(String[] args) throws IOException {
    int samples = args.length == 0 ? 200 : Integer.parseInt(args[0]);
    ModelSource together = ModelsConfig.all(EmbeddedProvider.NAME);
    int processors = Runtime.getRuntime().availableProcessors();
    double[] fast = new double[RUNS];
    double[] slow = new double[RUNS];
    time(together, processors, samples); // loads, warms up and validates
    time(oneAtATime(), 1, samples);
    for (int run = 0; run < RUNS; run++) {
      fast[run] = time(together, processors, samples);
      slow[run] = time(oneAtATime(), 1, samples);
    }
    System.out.printf(
        "%d dialogues, %d turns, depth %d, %d processors, Java %s%n",
        samples, TURNS, DEPTH, processors, System.getProperty("java.version"));
    System.out.printf("pipeline           %.1f dialogues/s%n", samples / median(fast));
    System.out.printf("one call at a time %.1f dialogues/s%n", samples / median(slow));
    System.out.printf("ratio              %.2f%n", median(slow) / median(fast));
    System.exit(0);
  }

  private static ModelSource oneAtATime() {
    Map<ModelRole, ModelSpec> roles = new EnumMap<>(ModelRole.class);
    for (ModelRole role : ModelRole.values()) {
      roles.put(role, ModelSpec.free(EmbeddedProvider.NAME, 1));
    }
    return new ModelsConfig(roles);
  }

  private static double time(ModelSource models, int parallelism, int samples) throws IOException {
    Path folder = Files.createTempDirectory("seir-bench");
    try {
      long start = System.nanoTime();
      Runs.generate(
          folder,
          Runs.shipped(1, samples, TURNS, TURNS),
          RefinementConfig.ofDepth(DEPTH),
          models,
          parallelism);
      double seconds = (System.nanoTime() - start) / 1e9;
      validate(folder, samples);
      return seconds;
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void validate(Path folder, int samples) throws IOException {
    JsonNode run = JsonCoder.mapper().readTree(folder.resolve("run.json").toFile());
    int[] turns = {0};
    DataSetLines.read(
        folder,
        dialogue -> {
          turns[0] += dialogue.path("scores").size();
          return true;
        });
    if (run.path("accepted").asInt() != samples || turns[0] != samples * TURNS) {
      throw new IllegalStateException("the run is not whole: " + run);
    }
  }

  private static double median(double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
