package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.ask.Budget;
import io.seir.dialogue.Exchange;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Picture;
import io.seir.prompt.Prompt;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model judge: asks the judge role for the four scores of an exchange. What is judged stands
 * escaped inside tags, so nothing in it can close them; a reply that is not read twice running is
 * unscored.
 *
 * @param repeats askings whose mean counts, at least 1
 * @param probabilities whether to ask for the probabilities of the score tokens
 * @param calibration JSON of a calibration of this judge's scores, or nothing
 */
public record SynJudge(int repeats, boolean probabilities, String calibration)
    implements java.io.Serializable {
  /** One asking, whole numbers. */
  public static final SynJudge PLAIN = new SynJudge(1, false, "");

  public SynJudge {
    if (!calibration.isEmpty() && !Calibration.parse(calibration).on().equals(Calibration.SCORES)) {
      throw new IllegalArgumentException(
          "this calibration is of the fast judge's features, not of scores");
    }
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats must be at least 1, not " + repeats);
    }
  }

  /**
   * The verdict; no model is asked where the rules leave nothing open.
   *
   * @param history the turns before, as {@link io.seir.prompt.History} renders them
   * @throws ModelException if the budget is spent
   */
  public Verdict judge(Asker asker, Exchange exchange, Optional<Picture> picture, String history)
      throws ModelException {
    boolean text = !exchange.answer().isBlank();
    Map<JudgeDimension, Double> sum = new EnumMap<>(JudgeDimension.class);
    if (!text && picture.isEmpty()) {
      for (JudgeDimension dimension : JudgeDimension.values()) {
        sum.put(dimension, 0.0);
      }
      return Verdict.of(sum, false, false, "rules");
    }
    try {
      for (int asking = 0; asking < repeats; asking++) {
        ask(asker, exchange, picture, history, asking)
            .forEach((dimension, score) -> sum.merge(dimension, score / repeats, Double::sum));
      }
      sum.replaceAll((dimension, score) -> Math.min(Verdict.HIGHEST, score)); // rounding
      Map<JudgeDimension, Double> scores =
          calibration.isEmpty() ? sum : Calibration.parse(calibration).correct(sum);
      return Verdict.of(
          scores, text, picture.isPresent(), calibration.isEmpty() ? "model" : "model, calibrated");
    } catch (ModelException e) {
      if (e.reason().equals(Budget.REACHED)) {
        throw e; // not done yet
      }
      return new Verdict.Unscored(e.reason());
    }
  }

  private Map<JudgeDimension, Double> ask(
      Asker asker, Exchange exchange, Optional<Picture> picture, String history, int asking)
      throws ModelException {
    return asker.hear(
        ModelRole.JUDGE,
        Prompt.JUDGE,
        Map.of("question", exchange.question(), "answer", exchange.answer(), "history", history),
        picture.map(List::of).orElse(List.of()),
        asking,
        probabilities ? ScoreTokens.ALTERNATIVES : 0,
        reply -> {
          Map<JudgeDimension, Integer> whole = JudgeReplyParser.parse(reply.text());
          Map<JudgeDimension, Double> scores = ScoreTokens.expected(reply);
          if (scores.isEmpty()) {
            scores = new EnumMap<>(JudgeDimension.class);
            for (Map.Entry<JudgeDimension, Integer> score : whole.entrySet()) {
              scores.put(score.getKey(), score.getValue().doubleValue());
            }
          }
          return scores;
        });
  }
}
