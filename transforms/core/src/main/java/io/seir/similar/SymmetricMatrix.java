package io.seir.similar;

/**
 * Eigenvalues of dense symmetric matrices: Householder's reduction to tridiagonal form, then the
 * implicit QR iteration with Wilkinson's shift (Golub and Van Loan, Matrix Computations, chapter
 * 8.3). Time grows with the cube of the size; no eigenvectors are made.
 */
final class SymmetricMatrix {
  private static final int STEPS_PER_EIGENVALUE = 60;

  /** Keeps 1 / squares finite. */
  private static final double SMALLEST_SQUARES = 1e-290;

  private SymmetricMatrix() {}

  /**
   * The eigenvalues in no particular order, each within a few roundings of the largest.
   *
   * @param a n × n, symmetric, n at least 1; overwritten. Elements beyond 1e145 may overflow, and
   *     those within 1e-145 count as zero
   * @throws IllegalArgumentException if the matrix is not finite
   */
  static double[] eigenvalues(double[][] a) {
    double[] diagonal = new double[a.length];
    double[] beside = new double[a.length - 1];
    tridiagonalise(a, diagonal, beside);
    iterate(diagonal, beside);
    return diagonal;
  }

  private static void tridiagonalise(double[][] a, double[] diagonal, double[] beside) {
    int n = a.length;
    for (int k = 0; k < n - 1; k++) {
      diagonal[k] = a[k][k];
      beside[k] = k < n - 2 ? reflect(a, k) : a[k + 1][k];
    }
    diagonal[n - 1] = a[n - 1][n - 1];
  }

  /**
   * Reflects row and column k of the trailing matrix on to their first element beside the diagonal.
   *
   * @return that element
   */
  private static double reflect(double[][] a, int k) {
    int n = a.length;
    double[] v = a[k];
    double squares = 0;
    for (int j = k + 1; j < n; j++) {
      squares += v[j] * v[j];
    }
    if (squares < SMALLEST_SQUARES) {
      return 0;
    }
    double onto = -Math.copySign(Math.sqrt(squares), v[k + 1]);
    double scale = 1 / (squares - onto * v[k + 1]); // 2 / |v|² of v below
    v[k + 1] -= onto;
    double[] w = new double[n];
    for (int i = k + 1; i < n; i++) {
      addTo(w, scale * v[i], a[i], k + 1);
    }
    double product = 0;
    for (int j = k + 1; j < n; j++) {
      product += v[j] * w[j];
    }
    addTo(w, -scale * product / 2, v, k + 1);
    for (int i = k + 1; i < n; i++) {
      double[] row = a[i];
      double vi = v[i];
      double wi = w[i];
      for (int j = k + 1; j < n; j++) {
        row[j] -= vi * w[j] + wi * v[j];
      }
    }
    return onto;
  }

  private static void addTo(double[] sum, double factor, double[] values, int from) {
    for (int j = from; j < sum.length; j++) {
      sum[j] += factor * values[j];
    }
  }

  private static void iterate(double[] diagonal, double[] beside) {
    double norm = norm(diagonal, beside);
    if (!Double.isFinite(norm)) {
      throw new IllegalArgumentException("a matrix that is not finite has no eigenvalues");
    }
    double negligible = Math.ulp(norm);
    int steps = STEPS_PER_EIGENVALUE * diagonal.length;
    int last = diagonal.length - 1;
    while (last > 0) {
      int first = last;
      while (first > 0 && Math.abs(beside[first - 1]) > negligible) {
        first--;
      }
      if (first == last) {
        last--;
      } else if (steps-- > 0) {
        step(diagonal, beside, first, last);
      } else {
        throw new IllegalStateException(
            "the eigenvalues did not converge in "
                + STEPS_PER_EIGENVALUE
                + " steps per eigenvalue");
      }
    }
  }

  /** The largest absolute row sum. */
  private static double norm(double[] diagonal, double[] beside) {
    double largest = 0;
    for (int i = 0; i < diagonal.length; i++) {
      double before = i == 0 ? 0 : Math.abs(beside[i - 1]);
      double after = i == beside.length ? 0 : Math.abs(beside[i]);
      largest = Math.max(largest, before + Math.abs(diagonal[i]) + after);
    }
    return largest;
  }

  /** One QR step of the block from first to last: a chain of rotations of neighbouring rows. */
  private static void step(double[] diagonal, double[] beside, int first, int last) {
    double x = diagonal[first] - shift(diagonal[last - 1], beside[last - 1], diagonal[last]);
    double z = beside[first];
    for (int k = first; k < last; k++) {
      double length = Math.hypot(x, z);
      double cos = length == 0 ? 1 : x / length;
      double sin = length == 0 ? 0 : z / length;
      if (k > first) {
        beside[k - 1] = length;
      }
      double upper = diagonal[k];
      double lower = diagonal[k + 1];
      double moved = sin * (sin * (lower - upper) + 2 * cos * beside[k]);
      diagonal[k] = upper + moved;
      diagonal[k + 1] = lower - moved;
      beside[k] = cos * sin * (lower - upper) + (cos * cos - sin * sin) * beside[k];
      if (k + 1 < last) {
        x = beside[k];
        z = sin * beside[k + 1];
        beside[k + 1] *= cos;
      }
    }
  }

  /** The eigenvalue of the last two rows that is closer to the last diagonal element. */
  private static double shift(double upper, double beside, double lower) {
    double half = (upper - lower) / 2;
    return lower - beside * beside / (half + Math.copySign(Math.hypot(half, beside), half));
  }
}
