package io.seir.duplicates;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.seir.sample.JsonCoder;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A turn and an earlier one that it repeats.
 *
 * @param by which pass found it
 * @param values how similar they are, by kind: for rows the cosine; for hashes the number of
 *     differing bits of pictures, and the estimated Jaccard similarity of texts; empty if they are
 *     equal
 */
@DefaultCoder(JsonCoder.class)
public record TurnMatch(TurnId turn, TurnId earlier, Pass by, SortedMap<String, Double> values) {
  /** How a match was found, the most certain way first. */
  public enum Pass {
    /** The same bytes of pictures, and the same texts apart from case and spaces. */
    @JsonProperty("exact")
    EXACT,
    /** Perceptual hashes of pictures and MinHash of texts. */
    @JsonProperty("hashes")
    HASHES,
    /** Rows of an encoder. */
    @JsonProperty("rows")
    ROWS
  }

  /** The most certain and earliest match first. */
  static final Comparator<TurnMatch> ORDER =
      Comparator.comparing(TurnMatch::turn)
          .thenComparing(TurnMatch::by)
          .thenComparing(TurnMatch::earlier)
          .thenComparing(match -> match.values().toString());

  public TurnMatch {
    values = new TreeMap<>(values);
  }
}
