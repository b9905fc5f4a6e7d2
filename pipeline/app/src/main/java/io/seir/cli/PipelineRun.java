package io.seir.cli;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;

/** Runs a pipeline and waits for its end. */
final class PipelineRun {
  private static final String STOPPED =
      "stopped; what is finished is kept: go on with --resume=always and the same options";

  private PipelineRun() {}

  /**
   * With a progress display.
   *
   * @param steps stages that are expected
   * @param samples expected from the last stage
   * @param failure why a job failed, where its result does not say
   */
  static StageMetrics run(
      Pipeline pipeline,
      String task,
      long steps,
      long samples,
      String last,
      Supplier<Optional<String>> failure) {
    try (StopNotice notice = StopNotice.of(pipeline.getOptions(), () -> STOPPED)) {
      PipelineResult result = pipeline.run();
      try (Progress progress =
          Progress.start(task, steps, samples, () -> state(StageMetrics.read(result), last))) {
        StageMetrics end = waitFor(result, failure);
        progress.finish();
        return end;
      }
    }
  }

  private static Progress.State state(StageMetrics now, String last) {
    return new Progress.State(
        now.finishedSteps(), now.finished().getOrDefault(last, 0L), now.badTotal());
  }

  /**
   * Waits for the end of a pipeline, whatever it is, and throws what went wrong.
   *
   * @param failure why a job failed, where its result does not say
   */
  static StageMetrics waitFor(PipelineResult result, Supplier<Optional<String>> failure) {
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException(
          failure.get().orElse("the pipeline ended as " + state + "; see the runner's own logs"));
    }
    return StageMetrics.read(result);
  }
}
