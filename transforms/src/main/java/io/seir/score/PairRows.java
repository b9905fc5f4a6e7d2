package io.seir.score;

/** The global rows of an answer and its picture, of unit length, or zeros for what is missing. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the kernels read these arrays
public record PairRows(float[] text, float[] image) {}
