package io.seir.estimate;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One measure of the observed dialogues, as sums by their number of turns T. Other dialogues are
 * predicted from it by least squares through the origin on T and, for what grows with the history,
 * on T(T−1)/2, with weights 1/T.
 */
final class Series {
  private static final class Sums {
    private double values;
    private double squares;
  }

  private final SortedMap<Integer, Sums> byTurns = new TreeMap<>();
  private double sum;

  void add(int turns, double value) {
    Sums sums = byTurns.computeIfAbsent(turns, t -> new Sums());
    sums.values += value;
    sums.squares += value * value;
    sum += value;
  }

  /** Of all dialogues that were seen. */
  double sum() {
    return sum;
  }

  /**
   * A prediction of other dialogues.
   *
   * @param deviation widened for few dialogues, so that normal quantiles apply
   */
  record Prediction(double mean, double deviation) {}

  /**
   * What was learnt from the dialogues. Its errors come from the residuals of the dialogues, not
   * from a model of them. Each residual is enlarged by its leverage (HC3), because a fit lies close
   * to the few dialogues it was made from, and is taken over a whole dialogue, because its turns
   * are not independent.
   */
  final class Fit {
    private static final double LEAST = 0.1;

    private final Seen seen;
    private final boolean grows;
    private final Turns slope;
    private final double widening;
    private final double perSquare;
    private double varTurns;
    private double covariance;
    private double varEarlier;

    /**
     * @param one the size of one call: dialogues without a repeated call do not show that there are
     *     none
     */
    Fit(Seen seen, boolean growsWithHistory, double one) {
      this.seen = seen;
      this.grows = growsWithHistory && seen.determinant() > 0;
      double withHistory = 0;
      for (var sums : byTurns.entrySet()) {
        withHistory += sums.getValue().values * (sums.getKey() - 1) / 2.0;
      }
      this.slope = solve(sum, withHistory);
      long degrees = seen.count() - (grows ? 2 : 1);
      this.widening = Student.quantile(degrees) / Student.NORMAL;
      double residual = residual(one, true);
      boolean none = residual < one * one;
      this.perSquare = (none ? one * one : residual) / seen.turns().squares();
      if (none) {
        residual(one, false);
      }
    }

    /** Solves the normal equations. */
    private Turns solve(double withTurns, double withEarlier) {
      Turns turns = seen.turns();
      if (!grows) {
        return new Turns(withTurns / turns.turns(), 0);
      }
      return new Turns(
          (seen.squares() * withTurns - turns.earlier() * withEarlier) / seen.determinant(),
          (turns.turns() * withEarlier - turns.earlier() * withTurns) / seen.determinant());
    }

    private static double product(Turns a, Turns b) {
      return a.turns() * b.turns() + a.earlier() * b.earlier();
    }

    /**
     * Computes how uncertain the slope is.
     *
     * @param own from the residuals; otherwise as if one call had been repeated
     * @return the sum of the squared residuals
     */
    private double residual(double one, boolean own) {
      double all = 0;
      varTurns = 0;
      covariance = 0;
      varEarlier = 0;
      for (var group : seen.dialogues().entrySet()) {
        int turns = group.getKey();
        double dialogues = group.getValue();
        Turns x = Turns.of(turns);
        Turns influence = solve(1, (turns - 1) / 2.0); // of a value on the slope
        double fit = product(slope, x);
        Sums sums = byTurns.getOrDefault(turns, new Sums());
        double squares = Math.max(0, sums.squares - 2 * fit * sums.values + dialogues * fit * fit);
        double apart = Math.max(LEAST, 1 - product(influence, x));
        double enlarged = own ? squares / (apart * apart) : one * one * dialogues / seen.count();
        all += enlarged;
        varTurns += enlarged * influence.turns() * influence.turns();
        covariance += enlarged * influence.turns() * influence.earlier();
        varEarlier += enlarged * influence.earlier() * influence.earlier();
      }
      return all;
    }

    Prediction predict(Turns of) {
      double slopes =
          varTurns * of.turns() * of.turns()
              + 2 * covariance * of.turns() * of.earlier()
              + varEarlier * of.earlier() * of.earlier();
      double dialogues = perSquare * of.squares();
      return new Prediction(product(slope, of), widening * Math.sqrt(slopes + dialogues));
    }
  }
}
