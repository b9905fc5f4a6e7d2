package io.seir.similar;

import io.seir.sample.JsonCoder;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Measures of a sample, whole or without one of its groups.
 *
 * @param without the group; absent for the whole sample
 * @param sampled items that were measured
 * @param measures by name; those that do not apply are left out
 */
@DefaultCoder(JsonCoder.class)
record Replicate(Optional<Integer> without, int sampled, SortedMap<String, Double> measures) {
  static final String DISTINCT_1 = "distinct1";
  static final String DISTINCT_2 = "distinct2";
  static final String SELF_BLEU = "selfBleu";
  static final String VENDI = "vendi";
  static final String RKE = "rke";
  static final String NEAREST = "nearest";

  Replicate {
    measures = new TreeMap<>(measures);
  }

  /** What is measured: texts or rows of one kind, whole or without one group. */
  @DefaultCoder(JsonCoder.class)
  record Task(String kind, Optional<Integer> without) {}
}
