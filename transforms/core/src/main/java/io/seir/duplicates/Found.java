package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A match on its way to the clusters.
 *
 * @param id that the rows give to the turn's sample
 * @param earlierId likewise
 * @param level of which it is an example, in hundredths of a cosine; then it joins nothing
 */
@DefaultCoder(JsonCoder.class)
record Found(TurnMatch match, Optional<String> id, Optional<String> earlierId, OptionalInt level) {
  static Found of(TurnMatch match) {
    return new Found(match, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }
}
