package io.seir.model;

/**
 * A text as a dual encoder sees it: token rows, their weights, and one row for all. Rows have unit
 * length. The arrays are shared and must not change.
 *
 * @param tokens row-major, tokens × dimension; may have no rows
 * @param weights one per token, at least 0
 * @param global dimension numbers
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the kernels read these arrays
public record EncodedText(float[] tokens, float[] weights, float[] global) {}
