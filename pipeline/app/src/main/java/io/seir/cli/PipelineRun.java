package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.pipeline.GenerateDataSet;
import io.seir.pipeline.Generation;
import io.seir.pipeline.Tally;
import io.seir.pipeline.Wave;
import io.seir.pipeline.WaveTallies;
import io.seir.run.RunFiles;
import io.seir.runner.JobWatch;
import io.seir.runner.RunnerSupport;
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
 * Runs the generating pipeline with a progress display and waits for its end; with an acceptance
 * expression again and again, until enough dialogues passed or enough were tried.
 */
final class PipelineRun {
  private static final String STOPPED =
      "seir: stopped; go on with --resume=always and the same options";
  private static final String LEFT =
      "seir: stopped waiting; a job on a cluster goes on (./seir summary DIR when it has ended)";

  private final String task;
  private final PipelineOptions options;
  private final Generation run;
  private final long maxAttempts;
  private final Supplier<Optional<String>> failure;
  private final Path folder;

  /**
   * @param maxAttempts most dialogues that are begun
   * @param failure why a job failed, where its result does not say
   */
  PipelineRun(
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

  /** How a run went, beyond what {@code run.json} says. */
  record Outcome(Duration wall, Map<String, Duration> stageTime) {}

  Outcome run() throws IOException {
    long start = System.nanoTime();
    Map<String, Duration> stageTime = new TreeMap<>();
    Wave wave = wave(0, 0, run.plan().samples(), run.plan().samples());
    while (true) {
      run(wave).forEach((stage, time) -> stageTime.merge(stage, time, Duration::plus));
      if (Files.exists(folder.resolve(RunFiles.RUN_RECORD))) {
        return new Outcome(Duration.ofNanos(System.nanoTime() - start), stageTime);
      }
      if (wave.last()) {
        throw new IllegalStateException("the pipeline ended without writing its run record");
      }
      wave = next(wave, WaveTallies.sum(folder, wave.number()));
    }
  }

  private Wave next(Wave done, Tally sum) {
    long missing = run.plan().samples() - sum.accepted();
    long size = Wave.following(missing, sum.accepted(), done.to());
    return wave(done.number() + 1, done.to(), size, missing);
  }

  private Wave wave(int number, long from, long size, long wanted) {
    long to = Math.min(from + size, maxAttempts);
    return new Wave(number, from, to, Math.toIntExact(wanted), to >= maxAttempts);
  }

  private Map<String, Duration> run(Wave wave) {
    Pipeline pipeline = Pipeline.create(options);
    GenerateDataSet.build(pipeline, run, wave);
    long samples = wave.to() - wave.from();
    long turns = run.plan().fewestTurns() + (long) run.plan().mostTurns();
    long judging = run.judged() ? 2 : 0; // judged, then features
    long checks = (run.details().checksTexts() ? 1 : 0) + (run.details().checksPictures() ? 1 : 0);
    long steps = samples * (3 * turns / 2 + judging + checks);
    String name = wave.number() == 0 ? task : task + ", wave " + (wave.number() + 1);
    String last = run.judged() ? "features" : "image";
    long ends = run.judged() ? samples : samples * turns / 2; // pictures, where nothing comes after
    return run(pipeline, name, steps, ends, last, failure).stageTime();
  }

  /**
   * Runs a pipeline with a progress display and waits for its end.
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
    RunnerSupport runner = RunnerSupport.of(pipeline.getOptions().getRunner().getSimpleName());
    Thread stopped =
        new Thread(() -> System.err.printf("%n%s%n", runner.isHere() ? STOPPED : LEFT));
    Runtime.getRuntime().addShutdownHook(stopped);
    try (JobWatch watch = runner.watch(pipeline.getOptions())) {
      PipelineResult.State state;
      PipelineResult result = pipeline.run();
      watch.submitted(result);
      try (Progress progress =
          Progress.start(task, steps, samples, last, () -> StageMetrics.read(result))) {
        state = result.waitUntilFinish(); // throws what went wrong
        progress.finish();
      }
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException(
            watch
                .failure()
                .or(failure)
                .orElse("the pipeline ended as " + state + "; see the runner's own logs"));
      }
      return StageMetrics.read(result);
    } finally {
      forget(stopped);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending, and the hook runs
    }
  }
}
