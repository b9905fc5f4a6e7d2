package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * How many turns have their nearest earlier turn at which cosine.
 *
 * @param kinds that were compared, joined by {@code +}; for several kinds the mean cosine
 * @param counts turns by cosine in hundredths, rounded down
 */
@DefaultCoder(JsonCoder.class)
public record Nearest(String kinds, SortedMap<Integer, Long> counts) {
  public Nearest {
    counts = new TreeMap<>(counts);
  }
}
