package io.seir.cli;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on a terminal; a line now and then where there is none. */
final class Progress implements AutoCloseable {
  private static final long POLL_MILLIS = 300;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final PrintStream err = System.err;
  private final String task;
  private final long steps;
  private final long samples;
  private final @Nullable ProgressBar bar;
  private final String last;
  private final Supplier<StageMetrics> metrics;
  private final ScheduledExecutorService poll =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private long lastLine = System.nanoTime();

  private Progress(
      String task,
      long steps,
      long samples,
      String last,
      Supplier<StageMetrics> metrics,
      @Nullable ProgressBar bar) {
    this.task = task;
    this.steps = steps;
    this.samples = samples;
    this.last = last;
    this.metrics = metrics;
    this.bar = bar;
  }

  /**
   * Begins to show; a result has no call-backs, so it is asked a few times a second.
   *
   * @param steps stages of turns and judgements that are expected
   * @param samples dialogues or lines
   * @param last the stage after which one is done
   */
  static Progress start(
      String task, long steps, long samples, String last, Supplier<StageMetrics> metrics) {
    ProgressBar bar =
        !Boolean.getBoolean("seir.terminal")
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit(" steps", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    Progress progress = new Progress(task, steps, samples, last, metrics, bar);
    progress.poll.scheduleWithFixedDelay(
        progress::show, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return progress;
  }

  private synchronized void show() {
    StageMetrics now = metrics.get();
    long done = now.finished().getOrDefault(last, 0L);
    String state = done + "/" + samples + " done, " + now.badTotal() + " bad";
    if (bar != null) {
      bar.stepTo(Math.min(steps, now.finishedSteps()));
      bar.setExtraMessage(" " + state);
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      err.printf("%s: %d %% (%s)%n", task, 100 * now.finishedSteps() / steps, state);
    }
  }

  /** The work is done, whatever the counters say. */
  synchronized void finish() {
    show();
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  @Override
  public void close() {
    poll.shutdownNow();
    if (bar != null) {
      bar.close();
    }
  }
}
