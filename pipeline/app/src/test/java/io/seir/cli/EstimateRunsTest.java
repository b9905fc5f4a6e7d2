package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.sample.JsonCoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Estimates by the command, beside what the runs then took. */
class EstimateRunsTest {
  /** Ten runs that differ in what decides how many calls there are. */
  private static final List<String> RUNS =
      List.of(
          "--samples=30 --turns=1 --depth=1",
          "--samples=30 --turns=1-3 --depth=2",
          "--samples=24 --turns=2 --depth=3",
          "--samples=30 --turns=1-2 --depth=2 --no-judge",
          "--samples=40 --turns=1 --depth=0",
          "--samples=30 --turns=1 --question-depth=3 --answer-depth=0 --image-depth=1",
          "--samples=30 --turns=1-2 --depth=2 --select=last",
          "--samples=30 --turns=1 --depth=1 --per-scale --repeats=2",
          "--samples=20 --turns=1 --depth=1 --accept=its>=4&&icc>=4",
          "--samples=24 --turns=1-2 --depth=1 --accept=tcc>=5 --max-attempts=60");

  @TempDir Path folder;

  private static JsonNode json(Ended ended) throws Exception {
    assertEquals(0, ended.code(), ended.err());
    return JsonCoder.mapper().readTree(ended.out().substring(ended.out().indexOf('{')));
  }

  private Ended generate(String options, String... more) {
    List<String> line = new ArrayList<>(List.of("generate"));
    line.addAll(List.of(options.split(" ")));
    line.addAll(List.of(more));
    return Ended.of(line.toArray(String[]::new));
  }

  private static boolean holds(JsonNode range, double value) {
    return range.path("low").asDouble() <= value && value <= range.path("high").asDouble();
  }

  @Test
  void aSampleTellsTheCallsOfTenDifferingRuns() throws Exception {
    List<String> missed = new ArrayList<>();
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < RUNS.size(); i++) {
      Path out = folder.resolve("run" + i);
      String options = RUNS.get(i) + " --seed=" + (i + 1) + " --out=" + out;
      JsonNode estimate = json(generate(options, "--estimate-sample=8", "--json"));
      Ended ended = generate(options, "--resume=always");
      assertTrue(ended.code() <= Seir.FAILED, ended.err());
      JsonNode run = JsonCoder.mapper().readTree(out.resolve("run.json").toFile());
      long calls = run.path("usage").path("calls").asLong();
      JsonNode range = estimate.path("total").path("calls");
      String line =
          String.format(
              "%-70s %5d calls, estimated %s%n%s%n",
              RUNS.get(i), calls, range, estimate.path("total"));
      System.out.print(line);
      told.append(line);
      if (!holds(range, calls)) {
        missed.add(line);
      }
    }
    assertEquals(List.of(), missed, told.toString());
  }
}
