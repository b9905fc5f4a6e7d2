package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A match that is to be joined to the clusters.
 *
 * @param id of the turn's sample, according to the rows
 * @param earlierId the same for the earlier turn
 * @param level of which it is an example, in hundredths of a cosine; then it joins no cluster
 */
@DefaultCoder(JsonCoder.class)
record Found(TurnMatch match, Optional<String> id, Optional<String> earlierId, OptionalInt level) {
  static Found of(TurnMatch match) {
    return new Found(match, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }
}
