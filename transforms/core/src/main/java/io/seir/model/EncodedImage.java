package io.seir.model;

/**
 * A picture as a dual encoder sees it; rows of unit length. The arrays are shared and must not
 * change.
 *
 * @param patches row-major, patches × dimension
 * @param global dimension numbers
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the kernels read these arrays
public record EncodedImage(float[] patches, float[] global) {}
