package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.sample.Decision;
import io.seir.sample.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Which round is used with {@link Selection#BEST}: acceptance decides, then the rating, then the
 * fit of a picture, then the later round. Real critics give only a few whole numbers and repeat
 * them, so equal ratings are the rule. A round without a rating counts as much as the draft that it
 * revises.
 *
 * @param rounds in order, with the fits that were computed
 */
record RoundChoice(List<Round> rounds, int chosen, Decision by) {
  /** Judges the fit of a round. */
  interface Fit {
    OptionalDouble of(Round round) throws ModelException;
  }

  static RoundChoice of(List<Round> rounds, Fit fit) throws ModelException {
    int last = rounds.size() - 1;
    if (rounds.get(last).assessment().accepted()) {
      return new RoundChoice(rounds, last, Decision.ACCEPTED);
    }
    if (rounds.size() == 1) {
      return new RoundChoice(rounds, 0, Decision.ONLY);
    }
    List<Double> ratings = ratings(rounds);
    int latest = latestBest(rounds);
    List<Integer> equal = new ArrayList<>();
    for (int i = 0; i < ratings.size(); i++) {
      if (ratings.get(i).equals(ratings.get(latest))) {
        equal.add(i);
      }
    }
    return equal.size() == 1
        ? new RoundChoice(rounds, latest, Decision.RATING)
        : byFit(rounds, equal, fit);
  }

  private static RoundChoice byFit(List<Round> rounds, List<Integer> equal, Fit fit)
      throws ModelException {
    List<Round> fitted = new ArrayList<>(rounds);
    int best = equal.get(0);
    boolean differs = false;
    for (int i : equal) {
      fitted.set(i, rounds.get(i).withFit(fit.of(rounds.get(i))));
      double now = fitted.get(i).fit().orElse(0);
      double before = fitted.get(best).fit().orElse(0);
      differs |= now != before;
      best = now >= before ? i : best;
    }
    return new RoundChoice(fitted, best, differs ? Decision.FIT : Decision.LATER);
  }

  /** The latest of the rounds rated highest. */
  static int latestBest(List<Round> rounds) {
    List<Double> ratings = ratings(rounds);
    int best = 0;
    for (int i = 1; i < ratings.size(); i++) {
      best = ratings.get(i) >= ratings.get(best) ? i : best;
    }
    return best;
  }

  private static List<Double> ratings(List<Round> rounds) {
    List<Double> ratings = new ArrayList<>();
    double before = Double.NEGATIVE_INFINITY;
    for (Round round : rounds) {
      before = round.assessment().selectionScore().orElse(before);
      ratings.add(before);
    }
    return ratings;
  }
}
