package io.seir.score;

import io.seir.dialogue.Entry;
import java.util.List;

/**
 * An entry with the features of its exchanges.
 *
 * @param features one an exchange
 * @param faults one an exchange: why its picture could not be had, or nothing
 * @param rows one an exchange, or none at all if they were not wanted
 */
public record ScoredEntry(
    Entry entry, List<TurnFeatures> features, List<String> faults, List<PairRows> rows) {
  public ScoredEntry {
    features = List.copyOf(features);
    faults = List.copyOf(faults);
    rows = List.copyOf(rows);
    if (features.size() != entry.turns().size() || faults.size() != entry.turns().size()) {
      throw new IllegalArgumentException("features and a fault or none are needed an exchange");
    }
  }
}
