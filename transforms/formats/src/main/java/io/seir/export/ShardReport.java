package io.seir.export;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The outcome for the samples of one shard.
 *
 * @param samples that were read
 * @param filtered of these, those that the filter kept out
 * @param examples written, by split
 * @param files written, by split, below the folder of the export
 * @param left samples that gave no example, by reason
 * @param ids of these, each with its reason after a tab
 */
public record ShardReport(
    int number,
    long samples,
    long filtered,
    SortedMap<String, Long> examples,
    SortedMap<String, String> files,
    SortedMap<String, Long> left,
    List<String> ids) {
  public ShardReport {
    examples = new TreeMap<>(examples);
    files = new TreeMap<>(files);
    left = new TreeMap<>(left);
    ids = List.copyOf(ids);
  }
}
