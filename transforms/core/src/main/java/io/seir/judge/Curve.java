package io.seir.judge;

import java.io.Serializable;

/**
 * Linear interpolation between points, constant outside.
 *
 * @param x ascending; may be empty
 * @param y as many
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Curve(double[] x, double[] y) implements Serializable {
  /** No points. */
  static final Curve NONE = new Curve(new double[0], new double[0]);

  Curve {
    if (x.length != y.length) {
      throw new IllegalArgumentException("a curve has as many x as y");
    }
  }

  boolean isEmpty() {
    return x.length == 0;
  }

  double at(double place) {
    if (place <= x[0]) {
      return y[0];
    }
    for (int i = 1; i < x.length; i++) {
      if (place <= x[i]) {
        double share = x[i] == x[i - 1] ? 1 : (place - x[i - 1]) / (x[i] - x[i - 1]);
        return y[i - 1] + share * (y[i] - y[i - 1]);
      }
    }
    return y[y.length - 1];
  }
}
