package io.seir.kernels;

/**
 * Pairs of rows, ordered by the first index, then by the second.
 *
 * @param first the smaller index
 * @param second the larger index
 * @param scores their inner product
 */
@SuppressWarnings("ArrayRecordComponent") // results of bulk operations; compared by nobody
public record Pairs(int[] first, int[] second, float[] scores) {
  public int size() {
    return first.length;
  }
}
