package io.seir.similar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The delete-a-group jackknife (Kott 2001): a measure of a whole sample, and of what is left of it
 * without each of ten groups of dialogues in turn. Nothing is drawn twice, because repeated items
 * would make a set look less varied than it is, which a bootstrap would take for chance.
 *
 * <p>The variance of the measure is 9/10 · Σ (without group g − mean of these)², and the interval
 * goes 2.262 standard errors to both sides, which is Student's t with 9 degrees of freedom.
 */
final class Jackknife {
  static final int GROUPS = 10;

  private static final double T_OF_9 = 2.262157;

  private Jackknife() {}

  /** Nothing left out, then each group. */
  static List<Optional<Integer>> replicates() {
    List<Optional<Integer>> all = new ArrayList<>(List.of(Optional.empty()));
    for (int group = 0; group < GROUPS; group++) {
      all.add(Optional.of(group));
    }
    return all;
  }

  /** The group of the dialogue at some place among all dialogues, which are in random order. */
  static int group(int place) {
    return place % GROUPS;
  }

  /**
   * Cut off at the ends of the measure's range.
   *
   * @param without one number per group; if any is missing there is no interval
   */
  static Estimate estimate(double whole, List<Double> without, double least, double most) {
    if (without.size() < GROUPS) {
      return Estimate.of(whole);
    }
    double mean = without.stream().mapToDouble(Double::doubleValue).sum() / GROUPS;
    double squares = 0;
    for (double one : without) {
      squares += (one - mean) * (one - mean);
    }
    double reach = T_OF_9 * Math.sqrt(squares * (GROUPS - 1) / GROUPS);
    return new Estimate(
        whole,
        Optional.of(Math.max(least, whole - reach)),
        Optional.of(Math.min(most, whole + reach)));
  }
}
