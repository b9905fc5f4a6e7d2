package io.seir.data;

import io.seir.sample.BadRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes bad records as {@code bad/bad-*.jsonl} in a folder, no file if there are none; returns the
 * number of records in each file.
 */
public final class WriteBadRecords
    extends PTransform<PCollection<BadRecord>, PCollection<Integer>> {
  private static final long serialVersionUID = 1;

  /** The name of the files, below the folder. */
  public static final String NAME = "bad/bad";

  private final String folder;

  private WriteBadRecords(String folder) {
    this.folder = folder;
  }

  /**
   * @param folder absolute, or with any scheme that {@link io.seir.blob.Locations} knows
   */
  public static WriteBadRecords to(String folder) {
    return new WriteBadRecords(folder);
  }

  @Override
  public PCollection<Integer> expand(PCollection<BadRecord> bad) {
    WriteShards.Lines<BadRecord, Integer> lines =
        new WriteShards.Lines<>(BadRecord::sample, SampleLine::of, all -> all.size());
    return bad.apply("Lines", WriteShards.of(folder, NAME, lines, Integer.class));
  }
}
