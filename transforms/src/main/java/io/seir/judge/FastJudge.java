package io.seir.judge;

import io.seir.dialogue.Exchange;
import io.seir.score.ScoredEntry;
import io.seir.score.TurnFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The fast judge: a calibration over the features of the kernels, no model server. What it judges
 * is only ever encoded, so instructions in it are words.
 *
 * @param json the calibration, as it travels to workers
 */
public record FastJudge(String json) implements Serializable {
  /** By what verdicts of the fast judge are known. */
  public static final String BY = "fast";

  /** A judge by a calibration on features. */
  public FastJudge {
    if (!Calibration.parse(json).on().equals(Calibration.FEATURES)) {
      throw new IllegalArgumentException(
          "this calibration is of a model judge's scores, not of features");
    }
  }

  /** The verdicts of a scored entry, and how sure they are. */
  public record Judgement(List<Verdict> verdicts, double error) {}

  /** A verdict for every exchange, with the largest error to expect in any, in points. */
  public static Judgement judge(Calibration calibration, ScoredEntry scored) {
    List<Verdict> verdicts = new ArrayList<>();
    double error = 0;
    for (int t = 0; t < scored.entry().turns().size(); t++) {
      Exchange exchange = scored.entry().turns().get(t);
      String fault = scored.faults().get(t);
      if (!fault.isEmpty()) {
        verdicts.add(new Verdict.Unscored(fault));
        continue;
      }
      boolean text = !exchange.answer().isBlank();
      boolean picture = !exchange.image().isBlank();
      Map<JudgeDimension, Double> expected = expected(calibration, scored.features().get(t));
      verdicts.add(Verdict.of(expected, text, picture, text || picture ? BY : "rules"));
      error = text || picture ? Math.max(error, calibration.error(expected)) : error;
    }
    return new Judgement(verdicts, error);
  }

  private static Map<JudgeDimension, Double> expected(
      Calibration calibration, TurnFeatures features) {
    return new EnumMap<>(calibration.predict(features.byName()));
  }
}
