package io.seir.similar;

import io.seir.kernels.Kernels;
import io.seir.kernels.Rows;
import io.seir.kernels.TopK;
import java.util.Comparator;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Spherical k-means: unit rows that each represent the rows around them. The result is the same for
 * the same sample, with one kind of engine.
 */
final class Centroids {
  private static final int ITERATIONS = 8;

  private Centroids() {}

  /**
   * Starts with rows spread evenly over the sample, and moves each a fixed number of times to the
   * mean direction of the rows nearest to it.
   *
   * @param count at most the rows of the sample
   */
  static Rows of(Kernels kernels, Rows sample, int count) {
    long rows = sample.rows();
    Rows centroids =
        sample.pick(IntStream.range(0, count).map(i -> (int) (rows * i / count)).toArray());
    for (int i = 0; count > 0 && i < ITERATIONS; i++) {
      centroids = means(sample, kernels.topK(sample, centroids, 1), count);
    }
    return centroids;
  }

  /** A centroid without rows or direction moves to a row that is far from its centroid. */
  private static Rows means(Rows sample, TopK nearest, int count) {
    int dimension = sample.dimension();
    double[] sums = new double[Math.multiplyExact(count, dimension)];
    for (int row = 0; row < sample.rows(); row++) {
      int at = nearest.indices()[row] * dimension;
      for (int d = 0; d < dimension; d++) {
        sums[at + d] += sample.get(row, d);
      }
    }
    float[] means = new float[sums.length];
    Iterator<Integer> far = farthest(nearest.scores());
    for (int i = 0; i < count; i++) {
      double length = length(sums, i * dimension, dimension);
      int row = length > 0 ? -1 : far.next();
      for (int d = 0; d < dimension; d++) {
        int at = i * dimension + d;
        means[at] = row < 0 ? (float) (sums[at] / length) : sample.get(row, d);
      }
    }
    return Rows.of(dimension, means, sample.type());
  }

  private static double length(double[] numbers, int from, int count) {
    double squares = 0;
    for (int i = from; i < from + count; i++) {
      squares += numbers[i] * numbers[i];
    }
    return Math.sqrt(squares);
  }

  private static Iterator<Integer> farthest(float[] scores) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> scores[row]))
        .iterator();
  }
}
