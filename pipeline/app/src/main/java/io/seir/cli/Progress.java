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

/** A progress bar on a terminal; otherwise a line from time to time. */
final class Progress implements AutoCloseable {
  private static final long POLL_MILLIS = 300;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final PrintStream err = System.err;
  private final String task;
  private final long steps;
  private final long samples;
  private final @Nullable ProgressBar bar;
  private final Supplier<State> state;
  private final ScheduledExecutorService poll =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private long lastLine = System.nanoTime();

  /**
   * How far the work has come.
   *
   * @param steps stages of turns and judgements that are done
   * @param done dialogues or lines that are finished
   * @param bad those among them that are bad records
   */
  record State(long steps, long done, long bad) {}

  /** Whether there is a terminal to draw a bar on. */
  static boolean isBar() {
    return Boolean.getBoolean("seir.terminal");
  }

  private Progress(
      String task, long steps, long samples, Supplier<State> state, @Nullable ProgressBar bar) {
    this.task = task;
    this.steps = steps;
    this.samples = samples;
    this.state = state;
    this.bar = bar;
  }

  /**
   * Starts the display. A result has no callbacks, so it is polled a few times per second.
   *
   * @param steps stages of turns and judgements that are expected
   * @param samples dialogues or lines
   */
  static Progress start(String task, long steps, long samples, Supplier<State> state) {
    ProgressBar bar =
        !isBar()
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit(" steps", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    Progress progress = new Progress(task, steps, samples, state, bar);
    progress.poll.scheduleWithFixedDelay(
        progress::show, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return progress;
  }

  private synchronized void show() {
    State now = state.get();
    if (bar != null) {
      bar.stepTo(Math.min(steps, now.steps()));
      bar.setExtraMessage(" " + done(samples, now));
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      err.println(line(task, steps, samples, now));
    }
  }

  /** The line that is printed if there is no bar. Work that a runner repeats is counted again. */
  static String line(String task, long steps, long samples, State now) {
    long percent = 100 * Math.min(steps, now.steps()) / steps;
    return task + ": " + percent + " % (" + done(samples, now) + ")";
  }

  private static String done(long samples, State now) {
    return Math.min(samples, now.done()) + "/" + samples + " done, " + now.bad() + " bad";
  }

  /** Shows the work as done, whatever the counters say. */
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
