package io.seir.kernels;

/**
 * Rows for a batch of samples: sample {@code s} owns the rows {@code offsets[s]} to {@code
 * offsets[s + 1] − 1}. The array is not copied and must not change.
 */
public final class RaggedRows {
  private final Rows rows;
  private final int[] offsets;

  /**
   * @throws IllegalArgumentException if the offsets do not start at 0, decrease, or do not end at
   *     the number of rows
   */
  public RaggedRows(Rows rows, int[] offsets) {
    if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != rows.rows()) {
      throw new IllegalArgumentException("offsets must run from 0 to the number of rows");
    }
    for (int s = 1; s < offsets.length; s++) {
      if (offsets[s] < offsets[s - 1]) {
        throw new IllegalArgumentException("offsets decrease at sample " + (s - 1));
      }
    }
    this.rows = rows;
    this.offsets = offsets;
  }

  /** All rows of one sample, as fp16. */
  public static RaggedRows single(int dimension, float[] values) {
    Rows rows = Rows.of(dimension, values, Rows.Type.F16);
    return new RaggedRows(rows, new int[] {0, rows.rows()});
  }

  /** One row a sample. */
  public static RaggedRows oneEach(Rows rows) {
    int[] offsets = new int[rows.rows() + 1];
    for (int s = 0; s < offsets.length; s++) {
      offsets[s] = s;
    }
    return new RaggedRows(rows, offsets);
  }

  public Rows rows() {
    return rows;
  }

  public int samples() {
    return offsets.length - 1;
  }

  int[] offsets() {
    return offsets;
  }

  int start(int sample) {
    return offsets[sample];
  }

  int end(int sample) {
    return offsets[sample + 1];
  }

  int count(int sample) {
    return offsets[sample + 1] - offsets[sample];
  }
}
