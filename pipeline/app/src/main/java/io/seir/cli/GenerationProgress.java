package io.seir.cli;

import io.seir.pipeline.Generation;
import io.seir.pipeline.Span;
import io.seir.pipeline.Wave;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Shows how far the dialogues of a span have come: those of finished waves, plus what the stages of
 * the current wave report. How many steps a dialogue takes depends on its seed, so a mean is
 * assumed here and corrected at the end of each wave.
 */
final class GenerationProgress implements AutoCloseable {
  private final Generation run;
  private final Span span;
  private final Progress progress;
  private volatile At at;

  /**
   * How far the run has come.
   *
   * @param begun dialogues of the span before the wave
   * @param size dialogues of the wave
   * @param bad dialogues that failed before the wave
   * @param metrics of the wave
   */
  record At(long begun, long size, long bad, Supplier<StageMetrics> metrics) {
    /**
     * In steps and dialogues of the span.
     *
     * @param steps that this many dialogues usually take
     */
    Progress.State state(LongUnaryOperator steps) {
      StageMetrics wave = metrics.get();
      return new Progress.State(
          steps.applyAsLong(begun) + Math.min(wave.finishedSteps(), steps.applyAsLong(size)),
          begun + Math.min(wave.ended(), size),
          bad + wave.endedBadly());
    }
  }

  /**
   * Starts the display.
   *
   * @param task its name
   */
  GenerationProgress(String task, Generation run, Span span) {
    this.run = run;
    this.span = span;
    this.at = new At(0, 0, 0, () -> StageMetrics.NONE);
    long dialogues = span.to() - span.from();
    String name = span.number() == 0 ? task : task + " " + (span.from() + 1) + "-" + span.to();
    this.progress = Progress.start(name, steps(dialogues), dialogues, () -> at.state(this::steps));
  }

  /** Sets the wave that is worked on from now on. */
  void at(Wave wave, long bad, Supplier<StageMetrics> metrics) {
    at = new At(wave.from() - span.from(), wave.size(), bad, metrics);
  }

  private long steps(long dialogues) {
    long turns = run.plan().fewestTurns() + (long) run.plan().mostTurns();
    long judging = run.judged() ? 2 : 0; // judged, then features
    long checks = (run.details().checksTexts() ? 1 : 0) + (run.details().checksPictures() ? 1 : 0);
    return dialogues * (3 * turns / 2 + judging + checks);
  }

  void finish() {
    progress.finish();
  }

  @Override
  public void close() {
    progress.close();
  }
}
