package io.seir.kernels;

/**
 * Rows of {@code dimension} numbers for a batch of samples: sample {@code s} owns the rows {@code
 * offsets[s]} to {@code offsets[s + 1] − 1} of the row-major {@code values}. The arrays are not
 * copied and must not change.
 */
public final class RaggedRows {
  private final int dimension;
  private final float[] values;
  private final int[] offsets;

  /**
   * @throws IllegalArgumentException if the offsets do not start at 0, decrease, or do not end at
   *     the number of rows; or if a value is not finite
   */
  public RaggedRows(int dimension, float[] values, int[] offsets) {
    if (dimension < 1 || values.length % dimension != 0) {
      throw new IllegalArgumentException(
          values.length + " numbers are no whole rows of " + dimension);
    }
    if (offsets.length == 0
        || offsets[0] != 0
        || offsets[offsets.length - 1] != values.length / dimension) {
      throw new IllegalArgumentException("offsets must run from 0 to the number of rows");
    }
    for (int s = 1; s < offsets.length; s++) {
      if (offsets[s] < offsets[s - 1]) {
        throw new IllegalArgumentException("offsets decrease at sample " + (s - 1));
      }
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a value is not finite: " + value);
      }
    }
    this.dimension = dimension;
    this.values = values;
    this.offsets = offsets;
  }

  /** The rows of a batch of one sample. */
  public static RaggedRows single(int dimension, float[] values) {
    return new RaggedRows(dimension, values, new int[] {0, values.length / dimension});
  }

  public int dimension() {
    return dimension;
  }

  public int samples() {
    return offsets.length - 1;
  }

  int start(int sample) {
    return offsets[sample];
  }

  int end(int sample) {
    return offsets[sample + 1];
  }

  int rows() {
    return offsets[offsets.length - 1];
  }

  double dot(int row, RaggedRows other, int otherRow) {
    double sum = 0;
    for (int d = 0; d < dimension; d++) {
      sum += (double) values[row * dimension + d] * other.values[otherRow * dimension + d];
    }
    return sum;
  }
}
