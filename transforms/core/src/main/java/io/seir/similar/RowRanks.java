package io.seir.similar;

import io.seir.sample.JsonCoder;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * For pair i of text i and image i: how many others score above it. 0 is the best rank.
 *
 * @param ofImage how many images the text scores above its own
 * @param ofText how many texts the image scores above its own
 */
@DefaultCoder(JsonCoder.class)
public record RowRanks(long row, int ofImage, int ofText) {}
