package io.seir.report;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * 95 % intervals by the percentile bootstrap: {@value #RESAMPLES} resamples with a fixed seed, so
 * that the same numbers give the same interval. Stays within the range of the numbers, which the
 * normal approximation does not.
 */
public final class Bootstrap {
  private static final int RESAMPLES = 2000;
  private static final long SEED = 20_250_609;
  private static final double TAIL = 0.025;

  private Bootstrap() {}

  /** The interval of a mean; NaN if there are no values. */
  public static Interval ofMean(double[] values) {
    return of(
        values.length,
        chosen -> {
          double sum = 0;
          for (int i : chosen) {
            sum += values[i];
          }
          return sum / chosen.length;
        });
  }

  /**
   * The interval of any statistic of a sample.
   *
   * @param n items
   * @param statistic given the indices of items, some of them repeatedly; resamples for which it is
   *     NaN are left out
   */
  public static Interval of(int n, ToDoubleFunction<int[]> statistic) {
    int[] chosen = new int[n];
    Arrays.setAll(chosen, i -> i);
    double whole = n == 0 ? Double.NaN : statistic.applyAsDouble(chosen);
    if (n < 2) {
      return new Interval(whole, whole, whole, n);
    }
    Random random = new Random(SEED);
    double[] found = new double[RESAMPLES];
    int kept = 0;
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < n; i++) {
        chosen[i] = random.nextInt(n);
      }
      double value = statistic.applyAsDouble(chosen);
      if (!Double.isNaN(value)) {
        found[kept++] = value;
      }
    }
    if (kept == 0) {
      return new Interval(whole, Double.NaN, Double.NaN, n);
    }
    Arrays.sort(found, 0, kept);
    return new Interval(
        whole,
        found[(int) Math.floor(TAIL * (kept - 1))],
        found[(int) Math.ceil((1 - TAIL) * (kept - 1))],
        n);
  }
}
