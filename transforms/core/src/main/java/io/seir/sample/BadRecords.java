package io.seir.sample;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Collects the bad records of several steps while a pipeline is built, so that the main chain stays
 * linear (decision 0001 says why this is not Beam's {@code ErrorHandler}).
 */
public final class BadRecords {
  private final List<PCollection<BadRecord>> gathered = new ArrayList<>();

  void add(PCollection<BadRecord> bad) {
    gathered.add(bad);
  }

  /** All bad records; call it after adding every step. */
  public PCollection<BadRecord> all(Pipeline pipeline) {
    return gathered.isEmpty()
        ? pipeline.apply("No bad records", Create.empty(JsonCoder.of(BadRecord.class)))
        : PCollectionList.of(gathered).apply("Bad records", Flatten.pCollections());
  }
}
