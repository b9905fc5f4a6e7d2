package io.seir.cli;

import io.seir.runner.JobWatch;
import io.seir.runner.RunnerSupport;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs a pipeline and waits for its end. */
final class PipelineRun {
  private static final String STOPPED =
      "stopped; finished work is saved; to continue, run the same command with --resume=always";

  private PipelineRun() {}

  /**
   * With a progress display.
   *
   * @param steps stages that are expected
   * @param samples expected from the last stage
   * @param failure why a job failed, if its result does not say
   */
  static StageMetrics run(
      Pipeline pipeline,
      String task,
      long steps,
      long samples,
      String last,
      Supplier<Optional<String>> failure) {
    try (StopNotice notice = StopNotice.of(pipeline.getOptions(), () -> STOPPED);
        JobWatch watch = watch(pipeline.getOptions())) {
      PipelineResult result = pipeline.run();
      watch.submitted(result);
      try (Progress progress =
          Progress.start(task, steps, samples, () -> state(StageMetrics.read(result), last))) {
        StageMetrics end = waitFor(result, watch, failure);
        progress.finish();
        return end;
      }
    }
  }

  /** The watch that the runner keeps on a job with these options. */
  static JobWatch watch(PipelineOptions options) {
    return RunnerSupport.of(options.getRunner().getSimpleName()).watch(options);
  }

  private static Progress.State state(StageMetrics now, String last) {
    return new Progress.State(
        now.finishedSteps(), now.finished().getOrDefault(last, 0L), now.badTotal());
  }

  /**
   * Waits until a pipeline ends, and throws what went wrong.
   *
   * @param watch knows why a job failed, before {@code failure} is asked
   * @param failure why a job failed, if its result does not say
   */
  static StageMetrics waitFor(
      PipelineResult result, JobWatch watch, Supplier<Optional<String>> failure) {
    PipelineResult.State state = result.waitUntilFinish();
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException(
          watch
              .failure()
              .or(failure)
              .orElse("the pipeline ended as " + state + "; see the runner's own logs"));
    }
    return StageMetrics.read(result);
  }
}
