package io.seir.features;

import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The global rows of a turn's answer and picture, of unit length; only of turns that have both.
 *
 * @param index of the sample
 * @param system of the sample; empty if it has none
 * @param name the sample's id, with the number of the turn if there are several
 * @param turn from 0
 */
@DefaultCoder(JsonCoder.class)
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the kernels read these arrays
public record TurnRows(
    long index, String system, String name, int turn, float[] text, float[] image) {
  static TurnRows of(Sample sample, int turn, float[] text, float[] image) {
    return new TurnRows(
        sample.index(),
        sample.system().orElse(""),
        sample.turns().size() == 1 ? sample.id() : sample.id() + "/" + turn,
        turn,
        text,
        image);
  }
}
