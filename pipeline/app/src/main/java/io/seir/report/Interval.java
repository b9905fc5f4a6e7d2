package io.seir.report;

import java.util.Collection;

/** A mean with its 95 % interval, by the normal approximation: mean ± 1.96 s/√n. */
public record Interval(double mean, double low, double high, int count) {
  private static final double Z95 = 1.959964;

  /** Not a number where there are no values; no width where there is one. */
  static Interval ofMean(Collection<Double> values) {
    int n = values.size();
    double mean = values.stream().mapToDouble(Double::doubleValue).sorted().sum() / n;
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sorted().sum();
    double half = n < 2 ? 0 : Z95 * Math.sqrt(squares / (n - 1) / n);
    return new Interval(mean, mean - half, mean + half, n);
  }
}
