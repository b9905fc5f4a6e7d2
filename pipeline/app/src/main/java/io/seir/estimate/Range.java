package io.seir.estimate;

import java.util.Arrays;

/**
 * An estimate with its range.
 *
 * @param mean what is expected
 */
public record Range(double low, double mean, double high) {
  private static final double TAIL = 0.005;

  /** A known value. */
  static Range of(double value) {
    return new Range(value, value, value);
  }

  /** A mean, and the range that contains 99 % of the draws. */
  static Range of(double mean, double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    int cut = (int) Math.floor(TAIL * sorted.length);
    return new Range(
        Math.min(mean, sorted[cut]), mean, Math.max(mean, sorted[sorted.length - 1 - cut]));
  }

  /** The sum of both, with both at the same end at the same time. */
  Range plus(Range other) {
    return new Range(low + other.low, mean + other.mean, high + other.high);
  }

  /** Whether a value is within the range. */
  public boolean holds(double value) {
    return low <= value && value <= high;
  }

  /** The wider half as a share of the mean; 0 if there is nothing. */
  public double halfWidth() {
    return mean == 0 ? 0 : Math.max(mean - low, high - mean) / mean;
  }
}
