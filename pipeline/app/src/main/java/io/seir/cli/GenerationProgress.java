package io.seir.cli;

import io.seir.pipeline.Generation;
import io.seir.pipeline.Span;
import io.seir.pipeline.Wave;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Shows how far the dialogues of a span are: those of ended waves, and of the wave at work what its
 * stages say. How many steps a dialogue takes is drawn by its seed, so a mean is taken here; the
 * end of each wave puts that right.
 */
final class GenerationProgress implements AutoCloseable {
  private final Generation run;
  private final Span span;
  private final Progress progress;
  private volatile At at;

  /**
   * Where the run is.
   *
   * @param begun dialogues of the span before the wave
   * @param size dialogues of the wave
   * @param bad dialogues that came to nothing before the wave
   * @param metrics of the wave
   */
  record At(long begun, long size, long bad, Supplier<StageMetrics> metrics) {
    /**
     * In steps and dialogues of the span.
     *
     * @param steps that so many dialogues take, as a rule
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
   * Begins to show.
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

  /** From now on a wave is worked on. */
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
