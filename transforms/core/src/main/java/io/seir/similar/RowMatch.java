package io.seir.similar;

import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A row and the most similar row before it.
 *
 * @param score their inner product
 */
@DefaultCoder(RowMatchCoder.class)
public record RowMatch(long row, long earlier, float score) {}
