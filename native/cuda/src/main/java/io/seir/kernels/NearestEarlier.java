package io.seir.kernels;

/**
 * For every row the row before it of highest inner product; of equal ones the first.
 *
 * @param indices of the earlier rows; -1 for row 0, which has none
 * @param scores their inner products; minus infinity for row 0
 */
@SuppressWarnings("ArrayRecordComponent") // results of bulk operations; compared by nobody
public record NearestEarlier(int[] indices, float[] scores) {}
