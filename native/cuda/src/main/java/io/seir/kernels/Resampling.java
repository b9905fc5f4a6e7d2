package io.seir.kernels;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The filters by which pictures are brought to another size, as Pillow has them. */
public enum Resampling {
  /** A triangle of width 2. */
  BILINEAR(1, x -> 1 - x),
  /** Keys' cubic with a = −0.5, of width 4. */
  BICUBIC(2, x -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * -0.5),
  /** Three lobes of a windowed sinc, of width 6. */
  LANCZOS(3, x -> sinc(x) * sinc(x / 3));

  private final double support;
  private final DoubleUnaryOperator weight;

  Resampling(double support, DoubleUnaryOperator weight) {
    this.support = support;
    this.weight = weight;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }

  private double weight(double x) {
    double distance = Math.abs(x);
    return distance < support ? weight.applyAsDouble(distance) : 0;
  }

  /**
   * Which pixels of a line make one of the new line, with weights in units of 2^−22.
   *
   * @param first one per new pixel
   * @param each how many pixels each is made of
   * @param weights {@code each} per new pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Taps(int[] first, int each, int[] weights) {}

  /**
   * The taps from a line of one length to one of another. Where a line is made shorter, the filter
   * is stretched, so that every pixel counts. Weights beyond a line's end are left out, and the
   * others made larger.
   */
  Taps taps(int from, int to) {
    double ratio = (double) from / to;
    double stretch = Math.max(1, ratio);
    double reach = support * stretch;
    int each = Math.min(from, (int) Math.ceil(reach) * 2 + 1);
    int[] first = new int[to];
    int[] weights = new int[Math.multiplyExact(to, each)];
    double[] line = new double[each];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * ratio;
      int low = Math.max(0, (int) (centre - reach + 0.5));
      int high = Math.min(from, (int) (centre + reach + 0.5));
      double total = 0;
      for (int j = low; j < high; j++) {
        line[j - low] = weight((j - centre + 0.5) * (1 / stretch));
        total += line[j - low];
      }
      first[i] = Math.min(low, from - each); // so that no tap leaves the line
      for (int j = low; j < high; j++) {
        double share = total == 0 ? line[j - low] : line[j - low] / total;
        weights[i * each + j - first[i]] = fixed(share);
      }
      Arrays.fill(line, 0);
    }
    return new Taps(first, each, weights);
  }

  private static int fixed(double weight) {
    double scaled = weight * (1 << HostImages.TAP_BITS);
    return (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  }
}
