package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A turn and the most similar earlier turn, for judging a threshold.
 *
 * @param level the cosine it stands for, in hundredths: the mean over kinds
 */
@DefaultCoder(JsonCoder.class)
public record Example(int level, TurnMatch match, Member sample, Member earlier) {}
