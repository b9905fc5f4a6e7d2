package io.seir.judge;

import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fast judge: a calibration over the kernels' features, without a model server. What it judges
 * is only encoded, so instructions inside it have no effect. Samples must have been through {@link
 * io.seir.features.ExtractFeatures}.
 */
public final class FastJudge implements Judge {
  private static final long serialVersionUID = 1;

  /** The value of {@code by} in its verdicts. */
  public static final String BY = "fast";

  private final Calibration calibration;

  private FastJudge(Calibration calibration) {
    this.calibration = calibration;
  }

  /**
   * A judge with a calibration on features.
   *
   * @throws IllegalArgumentException if it was learnt from a model judge's scores
   */
  public static FastJudge of(Calibration calibration) {
    if (!calibration.on().equals(Calibration.FEATURES)) {
      throw new IllegalArgumentException(
          "this calibration was learnt from a model judge's scores, not from features; make one"
              + " with ./seir calibrate --on features");
    }
    return new FastJudge(calibration);
  }

  /** The verdicts on a sample, with the largest expected error in any turn, in points. */
  record Judgement(List<Verdict> verdicts, double error) {}

  @Override
  public List<Verdict> judge(JudgeContext context) {
    return judge(context.sample()).verdicts();
  }

  Judgement judge(Sample sample) {
    List<Verdict> verdicts = new ArrayList<>();
    double error = 0;
    for (Turn turn : sample.turns()) {
      boolean text = turn.answer().isPresent();
      boolean picture = turn.image().isPresent();
      if (turn.fault().isPresent()) {
        verdicts.add(new Verdict.Unscored(turn.fault().get()));
      } else if (!text && !picture) {
        verdicts.add(Verdict.ofNothing(ModelJudge.RULES));
      } else {
        Map<JudgeDimension, Double> expected =
            calibration.predict(
                turn.features()
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "the fast judge needs features: apply ExtractFeatures first")));
        verdicts.add(Verdict.of(expected, text, picture, BY));
        error = Math.max(error, calibration.error(expected));
      }
    }
    return new Judgement(verdicts, error);
  }
}
