package io.seir.kernels;

/**
 * For pair i of text i and image i: how many others score above it. 0 is the best rank.
 *
 * @param ofImage for each text, how many images score above its own
 * @param ofText for each image, how many texts score above its own
 */
@SuppressWarnings("ArrayRecordComponent") // results of bulk operations; compared by nobody
public record Ranks(int[] ofImage, int[] ofText) {}
