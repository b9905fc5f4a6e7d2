package io.seir.cli;

import io.seir.data.OutputFolder;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.GenerateDataSet;
import io.seir.pipeline.RunPlan;
import io.seir.refine.RefinementConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs the generating pipeline with a progress display and waits for its end. */
final class PipelineRun {
  private PipelineRun() {}

  /** How a run went, beyond what {@code run.json} says. */
  record Outcome(Duration wall, Map<String, Duration> stageTime) {}

  static Outcome generate(
      String task,
      PipelineOptions options,
      RunOptions run,
      RunPlan plan,
      RefinementConfig refinement,
      Path folder) {
    Pipeline pipeline = Pipeline.create(options);
    ModelsConfig models = ModelsConfig.all(EmbeddedProvider.NAME);
    GenerateDataSet.build(
        pipeline, plan, refinement, models, folder, about(run, plan, refinement, models));
    long start = System.nanoTime();
    PipelineResult result = pipeline.run();
    long steps = plan.samples() * (3L * (plan.fewestTurns() + plan.mostTurns()) / 2 + 1);
    PipelineResult.State state;
    try (Progress progress = Progress.start(task, steps, plan, () -> StageMetrics.read(result))) {
      state = result.waitUntilFinish(); // throws what went wrong
      progress.finish();
    }
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("the pipeline ended as " + state);
    }
    if (!Files.exists(folder.resolve(OutputFolder.RUN_RECORD))) {
      throw new IllegalStateException("the pipeline ended without writing its run record");
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    return new Outcome(wall, StageMetrics.read(result).stageTime());
  }

  private static TreeMap<String, Object> about(
      RunOptions run, RunPlan plan, RefinementConfig refinement, ModelsConfig models) {
    TreeMap<String, Object> about = new TreeMap<>();
    about.put("seed", plan.seed());
    about.put(
        "options",
        new TreeMap<>(
            Map.of(
                "samples", plan.samples(),
                "turns", plan.fewestTurns() + "-" + plan.mostTurns(),
                "questionDepth", refinement.questionDepth(),
                "answerDepth", refinement.answerDepth(),
                "imageDepth", refinement.imageDepth(),
                "select", refinement.selection(),
                "plateau", refinement.plateau(),
                "topics", plan.topics().size() + " " + run.topicsSource(),
                "templates", plan.templates().size() + " " + run.templatesSource())));
    TreeMap<String, String> providers = new TreeMap<>();
    models.roles().forEach((role, spec) -> providers.put(role.name(), spec.provider()));
    about.put("models", providers);
    about.put("versions", Versions.all());
    return about;
  }
}
