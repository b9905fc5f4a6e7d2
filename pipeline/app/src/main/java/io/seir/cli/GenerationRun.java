package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.pipeline.FinishRun;
import io.seir.pipeline.GenerateDataSet;
import io.seir.pipeline.Generation;
import io.seir.pipeline.Span;
import io.seir.pipeline.Tally;
import io.seir.pipeline.Wave;
import io.seir.pipeline.WaveTallies;
import io.seir.run.RunFiles;
import io.seir.runner.JobWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Makes a data set and waits until it is finished: all dialogues, and with an acceptance expression
 * further spans of them, until enough have passed or have been tried. Each pipeline works on one
 * wave, whose files appear when it ends.
 */
final class GenerationRun {
  private final String task;
  private final PipelineOptions options;
  private final Generation run;
  private final long maxAttempts;
  private final Supplier<Optional<String>> failure;
  private final Path folder;
  private final Map<String, Duration> stageTime = new TreeMap<>();
  private volatile Tally sum = Tally.NONE;

  /**
   * @param maxAttempts maximum number of dialogues to start
   * @param failure why a job failed, if its result does not say
   */
  GenerationRun(
      String task,
      PipelineOptions options,
      Generation run,
      long maxAttempts,
      Supplier<Optional<String>> failure) {
    this.task = task;
    this.options = options;
    this.run = run;
    this.maxAttempts = maxAttempts;
    this.failure = failure;
    this.folder = Locations.path(run.target().folder());
  }

  /** Facts about a run that are not in {@code run.json}. */
  record Outcome(Duration wall, Map<String, Duration> stageTime) {}

  Outcome run() throws IOException {
    long start = System.nanoTime();
    try (StopNotice notice = StopNotice.of(options, this::saved)) {
      Span span = span(0, 0, run.plan().samples(), run.plan().samples());
      int waves = 0;
      while (true) {
        Wave last = run(span, waves);
        waves = last.number() + 1;
        boolean done =
            run.inWaves(span)
                ? FinishRun.ifDone(run, last)
                : Files.exists(folder.resolve(RunFiles.RUN_RECORD));
        if (done) {
          return new Outcome(Duration.ofNanos(System.nanoTime() - start), stageTime);
        }
        if (span.last()) {
          throw new IllegalStateException(
              "the pipeline ended without writing run.json; run the same command with"
                  + " --resume=always");
        }
        span = next(span);
      }
    }
  }

  private Span next(Span done) {
    long missing = run.plan().samples() - sum.accepted();
    long size = Span.following(missing, sum.accepted(), done.to());
    return span(done.number() + 1, done.to(), size, missing);
  }

  private Span span(int number, long from, long size, long wanted) {
    long to = Math.min(from + size, maxAttempts);
    return new Span(number, from, to, Math.toIntExact(wanted), to >= maxAttempts);
  }

  /** Runs all waves of a span and returns the last one. */
  private Wave run(Span span, int first) throws IOException {
    long accepted = sum.accepted();
    try (GenerationProgress progress = new GenerationProgress(task, run, span)) {
      int number = first;
      long from = span.from();
      while (true) {
        int missing = Math.toIntExact(span.wanted() - (sum.accepted() - accepted));
        Wave wave = run.wave(span, number++, from, missing);
        run(wave, progress);
        sum = sum.plus(WaveTallies.of(folder, wave));
        from = wave.to();
        if (from == span.to()) {
          progress.finish();
          return wave;
        }
      }
    }
  }

  private void run(Wave wave, GenerationProgress progress) {
    Pipeline pipeline = Pipeline.create(options);
    GenerateDataSet.build(pipeline, run, wave);
    StageMetrics end;
    try (JobWatch watch = PipelineRun.watch(options)) {
      PipelineResult result = pipeline.run();
      watch.submitted(result);
      progress.at(wave, sum.badTotal(), () -> StageMetrics.read(result));
      end = PipelineRun.waitFor(result, watch, failure);
    }
    progress.at(wave, sum.badTotal(), () -> end); // lets go of the pipeline
    end.stageTime().forEach((stage, time) -> stageTime.merge(stage, time, Duration::plus));
  }

  private String saved() {
    return "stopped; "
        + (sum.accepted() == 0
            ? ""
            : sum.accepted() + " dialogues are written in " + run.target().folder() + ", and ")
        + "every finished model call is saved; to continue, run the same command with"
        + " --resume=always";
  }
}
