package io.seir.kernels;

/**
 * The best database rows of every query, by score, best first; equal scores by index, smaller
 * first.
 *
 * @param k results a query: what was asked for, or all rows of a smaller database
 * @param indices queries × k
 * @param scores queries × k
 */
@SuppressWarnings("ArrayRecordComponent") // results of bulk operations; compared by nobody
public record TopK(int k, int[] indices, float[] scores) {
  /** Most results a query. */
  public static final int MAX = 64;
}
