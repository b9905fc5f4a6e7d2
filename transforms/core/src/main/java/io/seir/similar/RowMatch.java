package io.seir.similar;

import io.seir.sample.JsonCoder;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A row and the most similar row before it.
 *
 * @param score their inner product
 */
@DefaultCoder(JsonCoder.class)
public record RowMatch(long row, long earlier, float score) {}
