package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.ask.ModelAccess;
import io.seir.estimate.Estimate;
import io.seir.estimate.Measure;
import io.seir.estimate.ObservedRun;
import io.seir.estimate.PlannedRun;
import io.seir.estimate.Range;
import io.seir.estimate.SampleEstimate;
import io.seir.judge.ModelJudge;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.Generation;
import io.seir.pipeline.Portions;
import io.seir.pipeline.RunDetails;
import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;
import io.seir.safety.Unsafe;
import io.seir.sample.JsonCoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Estimates from a sample, beside the calls that ten differing runs then made. */
class EstimateRunsTest {
  private static final int SAMPLE = 12;

  @TempDir Path folder;

  /**
   * One of the runs.
   *
   * @param maxAttempts 0 for as many as are wanted
   */
  private record Case(
      long samples,
      int fewestTurns,
      int mostTurns,
      RefinementConfig refinement,
      @Nullable ModelJudge judge,
      String accept,
      long maxAttempts) {}

  private static RefinementConfig depths(int question, int answer, int image, Selection selection) {
    return new RefinementConfig(question, answer, image, selection, 2, 1);
  }

  private static List<Case> cases() {
    ModelJudge judge = ModelJudge.plain();
    RefinementConfig two = RefinementConfig.ofDepth(2);
    return List.of(
        new Case(40, 1, 1, RefinementConfig.ofDepth(1), judge, "", 0),
        new Case(40, 1, 3, two, judge, "", 0),
        new Case(30, 2, 2, RefinementConfig.ofDepth(3), judge, "", 0),
        new Case(40, 1, 4, two, null, "", 0),
        new Case(60, 1, 1, RefinementConfig.ofDepth(0), judge, "", 0),
        new Case(40, 1, 2, depths(3, 0, 1, Selection.BEST), judge, "", 0),
        new Case(40, 1, 2, depths(2, 2, 2, Selection.LAST), judge, "", 0),
        new Case(40, 1, 1, two, judge.withRepeats(2).withEachScaleByItself(), "", 0),
        new Case(24, 1, 1, two, judge, "its>=4", 96),
        new Case(24, 1, 2, RefinementConfig.ofDepth(1), judge, "tcc>=4 && icc>=4", 50));
  }

  @Test
  void aSampleTellsTheCallsOfTenDifferingRuns() throws Exception {
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < cases().size(); i++) {
      Case one = cases().get(i);
      DialoguePlan plan =
          new DialoguePlan(
              i + 1,
              one.samples,
              one.fewestTurns,
              one.mostTurns,
              ChanceModels.TOPICS,
              List.of("What of ***?"));
      long attempts = one.maxAttempts == 0 ? one.samples : one.maxAttempts;
      Path sample = make("sample" + i, plan.ofSamples(SAMPLE), one, SAMPLE);
      PlannedRun planned =
          new PlannedRun(
              plan,
              one.refinement,
              one.judge == null ? 0 : one.judge.callsPerTurn(),
              new Acceptance(one.accept),
              attempts,
              new RunDetails(new TreeMap<>(), new TreeMap<>()));
      Estimate estimate =
          new SampleEstimate(
                  planned, ObservedRun.read(sample, planned.acceptance(), new TreeMap<>()), SAMPLE)
              .estimate();
      Path all = make("all" + i, plan, one, attempts);
      JsonNode run = JsonCoder.mapper().readTree(all.resolve("run.json").toFile());
      long calls = run.path("usage").path("calls").asLong();
      long tokens = run.path("usage").path("promptTokens").asLong();
      Range range = Objects.requireNonNull(estimate.total().get(Measure.CALLS));
      String told =
          String.format(
              "run %d: %d calls, estimated %.0f (%.0f to %.0f, ±%.0f %%); certain %d to %d",
              i,
              calls,
              range.mean(),
              range.low(),
              range.high(),
              100 * range.halfWidth(),
              estimate.bounds().least(),
              estimate.bounds().most());
      System.out.println(told);
      if (!range.holds(calls)
          || !Objects.requireNonNull(estimate.total().get(Measure.PROMPT_TOKENS)).holds(tokens)) {
        missed.add(told);
      }
      assertTrue(range.halfWidth() < (one.accept.isEmpty() ? 0.5 : 2), told);
      assertTrue(calls <= estimate.bounds().most(), told);
      if (run.path("bad").isEmpty()) {
        assertTrue(calls >= estimate.bounds().least(), told);
      }
    }
    assertEquals(List.of(), missed);
  }

  private Path make(String name, DialoguePlan plan, Case one, long attempts) throws Exception {
    Path out = Files.createDirectories(folder.resolve(name).resolve(".seir")).getParent();
    Generation generation =
        new Generation(
            plan,
            one.refinement,
            ModelAccess.to(ChanceModels.source()),
            one.judge,
            Unsafe.DROP,
            FeatureSettings.AUTO,
            new Acceptance(one.accept),
            new Generation.Target(out.toString(), List.of()),
            Portions.atOnce(64),
            new RunDetails(new TreeMap<>(), new TreeMap<>()));
    new GenerationRun(
            name,
            PipelineOptionsFactory.fromArgs(
                    "--runner=DirectRunner",
                    "--blockOnRun=false",
                    "--enforceImmutability=false",
                    "--enforceEncodability=false",
                    "--targetParallelism=2")
                .create(),
            generation,
            attempts,
            Optional::empty)
        .run();
    return out;
  }
}
