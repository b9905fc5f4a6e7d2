package io.seir.cli;

import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.data.SampleSource;
import io.seir.export.Splits;
import io.seir.pipeline.Condition;
import io.seir.run.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples are in which split and subset, and which are in none. */
final class SplitOptions {
  private static final Pattern SUBSET = Pattern.compile("([1-9][0-9]*)(k|m)?");

  @Option(
      names = "--split",
      paramLabel = "SHARES",
      description = "Such as train=0.9,validation=0.05,test=0.05 (default: all in train).")
  private @Nullable String split;

  @Option(
      names = "--duplicates",
      paramLabel = "DIR",
      description =
          "What ./seir dedup wrote for the same --data: a sample that repeats one in an earlier split"
              + " is left out and counted.")
  private @Nullable Path duplicates;

  @Option(
      names = "--split-by",
      paramLabel = "topic|category|dialogue",
      defaultValue = "topic",
      description = "What stays together (default: ${DEFAULT-VALUE}).")
  private Splits.By splitBy = Splits.By.TOPIC;

  @Option(
      names = "--subsets",
      paramLabel = "SIZES",
      split = ",",
      description =
          "Nested subsets of the first split beside it, such as 25k,50k: each holds the smaller ones.")
  private List<String> subsets = new ArrayList<>();

  Splits splits() {
    try {
      return split == null ? Splits.NONE : Splits.parse(split, splitBy);
    } catch (IllegalArgumentException e) {
      throw new InputException("--split: " + e.getMessage());
    }
  }

  /** Samples that repeat others in an earlier split, by their indexes. */
  BitSet repeated(SampleFiles files, @Nullable Condition condition, Splits splits)
      throws IOException {
    if (duplicates == null) {
      return new BitSet();
    }
    AcrossSplits across = AcrossSplits.read(duplicates, splits.names());
    for (SampleSource source : files.ranges()) {
      source.read(
          sample -> {
            if (WhereOption.takes(condition, sample)) {
              across.look(sample, splits.split(sample));
            }
          });
    }
    return across.later();
  }

  /** Whether there are subsets, so that the places of the first split's samples are needed. */
  boolean hasSubsets() {
    return !subsets.isEmpty();
  }

  /**
   * The splits with their subsets.
   *
   * @param places of the samples of the first split
   */
  Splits withSubsets(Splits splits, List<Double> places) {
    List<Double> sorted = new ArrayList<>(places);
    Collections.sort(sorted);
    Map<String, Double> below = new LinkedHashMap<>();
    for (String size : subsets) {
      long count = count(size);
      if (count >= sorted.size()) {
        throw new InputException(
            "--subsets: "
                + size
                + " is not fewer than the "
                + sorted.size()
                + " samples of "
                + splits.first());
      }
      below.put(splits.first() + "_" + size.strip(), sorted.get((int) count));
    }
    try {
      return splits.withSubsets(below);
    } catch (IllegalArgumentException e) {
      throw new InputException("--subsets: " + e.getMessage());
    }
  }

  private static long count(String size) {
    Matcher number = SUBSET.matcher(size.strip());
    if (!number.matches()) {
      throw new InputException("--subsets: '" + size + "' is no size such as 500 or 25k");
    }
    String unit = number.group(2) == null ? "" : number.group(2);
    return Long.parseLong(number.group(1))
        * (unit.equals("k") ? 1000 : unit.equals("m") ? 1_000_000 : 1);
  }

  /** For the fingerprint of a run. */
  void mark(Map<String, String> fingerprint) {
    fingerprint.put("split", split + " " + splitBy + " " + subsets);
    fingerprint.put(
        "duplicates",
        duplicates == null ? "none" : Fingerprints.of(duplicates.resolve(RunFiles.DUPLICATES)));
  }
}
