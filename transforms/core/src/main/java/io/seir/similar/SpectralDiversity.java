package io.seir.similar;

import java.util.Arrays;

/**
 * How many different things a set of n vectors of D numbers holds, from 1 to the smaller of n and
 * D, by the eigenvalues of K/n, where K is the n × n matrix of cosines.
 *
 * <p>Both scores are of the linear kernel. With it, n vectors cannot count as more than D, and
 * opposite vectors count as the same one.
 *
 * <p>The rows may have any length but 0; they are scaled to unit length here. Memory and time are
 * for whole sets in memory: 2000 rows of 1152 numbers take about 30 MB and a few seconds.
 */
public final class SpectralDiversity {
  private SpectralDiversity() {}

  /**
   * The Vendi score of order 1 (Friedman and Dieng 2023): exp of the entropy of the eigenvalues of
   * K/n. One row, or n equal ones, give 1; n orthogonal ones give n.
   *
   * @param rows n × D
   * @throws IllegalArgumentException if there are no rows, or one is zero, not finite or of another
   *     length
   */
  public static double vendi(float[][] rows) {
    double entropy = 0;
    for (double share : SymmetricMatrix.eigenvalues(covariance(rows))) {
      // Rounding makes some zeros of a singular matrix negative.
      if (share > 0) {
        entropy -= share * StrictMath.log(share);
      }
    }
    return StrictMath.exp(entropy);
  }

  /**
   * The Rényi kernel entropy mode count of order 2 (Jalali et al. 2023): 1 / Σ (K_ij/n)². It needs
   * no eigenvalues, and counts rare things less than {@link #vendi} does.
   *
   * @param rows n × D
   * @throws IllegalArgumentException if there are no rows, or one is zero, not finite or of another
   *     length
   */
  public static double rke(float[][] rows) {
    double squares = 0;
    for (double[] row : covariance(rows)) {
      for (double value : row) {
        squares += value * value;
      }
    }
    return 1 / squares;
  }

  /** K/n if n ≤ D, else XᵀX/n for the unit rows X: the eigenvalues other than 0 are the same. */
  private static double[][] covariance(float[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("diversity needs at least one row");
    }
    double[][] units =
        Arrays.stream(rows).map(row -> unit(row, rows[0].length)).toArray(double[][]::new);
    return products(units.length <= units[0].length ? transposed(units) : units, rows.length);
  }

  private static double[] unit(float[] row, int length) {
    if (row.length != length) {
      throw new IllegalArgumentException(
          "expected rows of " + length + " numbers like the first, got one of " + row.length);
    }
    double squares = 0;
    for (float value : row) {
      squares += (double) value * value;
    }
    if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a row is zero or not finite, so it has no cosines");
    }
    double norm = Math.sqrt(squares);
    double[] unit = new double[length];
    Arrays.setAll(unit, i -> row[i] / norm);
    return unit;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] transposed = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }

  /** MᵀM divided by n. */
  private static double[][] products(double[][] m, int n) {
    int size = m[0].length;
    double[][] products = new double[size][size];
    for (int i = 0; i < size; i++) {
      double[] sum = products[i];
      for (double[] row : m) {
        double factor = row[i] / n;
        for (int j = i; j < size; j++) {
          sum[j] += factor * row[j];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        products[i][j] = products[j][i];
      }
    }
    return products;
  }
}
