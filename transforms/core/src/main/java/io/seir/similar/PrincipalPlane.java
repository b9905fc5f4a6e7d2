package io.seir.similar;

import io.seir.kernels.Rows;
import java.util.SplittableRandom;

/**
 * The plane on which rows vary most (the first two principal components), by subspace iteration.
 * The axes are found from at most {@value #SAMPLED} of the rows, evenly chosen.
 */
final class PrincipalPlane {
  private static final int SAMPLED = 4096;

  /** Two axes, and two more that make the iteration settle faster. */
  private static final int AXES = 4;

  private static final int STEPS = 20;

  private PrincipalPlane() {}

  /**
   * Where the rows fall on the plane.
   *
   * @return x and y of every row in turn; zeros where the rows do not vary
   */
  static float[] of(Rows rows, long seed) {
    int n = rows.rows();
    double[] mean = mean(rows);
    double[][] axes = axes(centred(rows, mean), seed);
    float[] places = new float[2 * n];
    double[] row = new double[mean.length];
    for (int i = 0; i < n; i++) {
      read(rows, i, mean, row);
      places[2 * i] = (float) dot(axes[0], row);
      places[2 * i + 1] = (float) dot(axes[1], row);
    }
    return places;
  }

  private static double[] mean(Rows rows) {
    double[] mean = new double[rows.dimension()];
    for (int i = 0; i < rows.rows(); i++) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += rows.get(i, d);
      }
    }
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= Math.max(1, rows.rows());
    }
    return mean;
  }

  private static void read(Rows rows, int row, double[] mean, double[] into) {
    for (int d = 0; d < into.length; d++) {
      into[d] = rows.get(row, d) - mean[d];
    }
  }

  private static double[][] centred(Rows rows, double[] mean) {
    int wanted = Math.min(rows.rows(), SAMPLED);
    double[][] sample = new double[wanted][mean.length];
    for (int i = 0; i < wanted; i++) {
      read(rows, (int) ((long) rows.rows() * i / wanted), mean, sample[i]);
    }
    return sample;
  }

  private static double[][] axes(double[][] rows, long seed) {
    int dimension = rows.length == 0 ? 1 : rows[0].length;
    SplittableRandom random = new SplittableRandom(seed);
    double[][] axes = new double[AXES][dimension];
    for (double[] axis : axes) {
      for (int d = 0; d < dimension; d++) {
        axis[d] = random.nextDouble() - 0.5;
      }
    }
    for (int step = 0; step < STEPS; step++) {
      double[][] next = new double[AXES][dimension];
      for (double[] row : rows) {
        for (int a = 0; a < AXES; a++) {
          double along = dot(axes[a], row);
          for (int d = 0; d < dimension; d++) {
            next[a][d] += along * row[d];
          }
        }
      }
      orthonormalise(next);
      axes = next;
    }
    return axes;
  }

  /** What is left of an axis that depends on those before it is zero. */
  private static void orthonormalise(double[][] axes) {
    for (int a = 0; a < axes.length; a++) {
      double before = Math.sqrt(dot(axes[a], axes[a]));
      for (int b = 0; b < a; b++) {
        double along = dot(axes[a], axes[b]);
        for (int d = 0; d < axes[a].length; d++) {
          axes[a][d] -= along * axes[b][d];
        }
      }
      double length = Math.sqrt(dot(axes[a], axes[a]));
      double scale = length <= 1e-9 * before || length < 1e-150 ? 0 : 1 / length;
      for (int d = 0; d < axes[a].length; d++) {
        axes[a][d] *= scale;
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }
}
