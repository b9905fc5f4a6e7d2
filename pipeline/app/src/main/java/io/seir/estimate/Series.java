package io.seir.estimate;

/**
 * Sums over dialogues from which one measure of another set of dialogues is predicted: least
 * squares through the origin on the number of turns T and, for what grows with the history, on
 * T(T−1)/2, with a variance in proportion to T.
 */
final class Series {
  /**
   * The turns of dialogues.
   *
   * @param turns ΣT
   * @param earlier ΣT(T−1)/2, how many earlier turns are told in all
   */
  record Turns(double turns, double earlier) {
    static final Turns NONE = new Turns(0, 0);

    Turns plus(double count, long dialogues) {
      return new Turns(turns + dialogues * count, earlier + dialogues * count * (count - 1) / 2);
    }
  }

  /** What is known of the turns of the dialogues that were seen; the same for all series. */
  record Seen(long dialogues, Turns turns, double squares) {
    static final Seen NONE = new Seen(0, Turns.NONE, 0);

    Seen plus(int count) {
      double half = (count - 1) / 2.0;
      return new Seen(dialogues + 1, turns.plus(count, 1), squares + count * half * half);
    }

    /** Positive if dialogues had different numbers of turns. */
    double determinant() {
      double found = turns.turns() * squares - turns.earlier() * turns.earlier();
      return found > 1e-9 * turns.turns() * squares ? found : 0;
    }
  }

  private double sum;
  private double withHistory;
  private double squares;

  void add(int turns, double value) {
    sum += value;
    withHistory += value * (turns - 1) / 2.0;
    squares += value * value / turns;
  }

  /** Of all dialogues that were seen. */
  double sum() {
    return sum;
  }

  /** A prediction of other dialogues: its mean, and its deviation widened for few degrees. */
  record Prediction(double mean, double deviation) {}

  /** Predicts dialogues of these turns. */
  final class Fit {
    private final Seen seen;
    private final boolean grows;
    private final double perTurn;
    private final double perEarlier;
    private final double variance;
    private final double widening;

    /**
     * @param one the size of one call: a sample without any re-ask does not show that there are
     *     none
     */
    Fit(Seen seen, boolean growsWithHistory, double one) {
      this.seen = seen;
      double determinant = seen.determinant();
      this.grows = growsWithHistory && determinant > 0;
      double turns = seen.turns().turns();
      double earlier = seen.turns().earlier();
      this.perEarlier = grows ? (turns * withHistory - earlier * sum) / determinant : 0;
      this.perTurn = (sum - perEarlier * earlier) / turns;
      double residual = squares - perTurn * sum - perEarlier * withHistory;
      double leastResidual = one * one * seen.dialogues() / turns;
      long degrees = seen.dialogues() - (grows ? 2 : 1);
      this.variance = Math.max(residual, leastResidual) / degrees;
      this.widening = Student.quantile(degrees) / Student.NORMAL;
    }

    Prediction predict(Turns of) {
      double own = of.turns() * of.turns() / seen.turns().turns();
      if (grows) {
        own =
            (of.turns() * of.turns() * seen.squares()
                    - 2 * of.turns() * of.earlier() * seen.turns().earlier()
                    + of.earlier() * of.earlier() * seen.turns().turns())
                / seen.determinant();
      }
      return new Prediction(
          perTurn * of.turns() + perEarlier * of.earlier(),
          widening * Math.sqrt(variance * (own + of.turns())));
    }
  }
}
