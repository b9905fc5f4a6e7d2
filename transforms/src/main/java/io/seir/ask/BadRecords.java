package io.seir.ask;

import io.seir.dialogue.BadRecord;
import io.seir.dialogue.JsonCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Gathers the bad records of all stages while a pipeline is put together, so that the main chain
 * stays linear. Beam's {@code ErrorHandler} would do this, but it cannot take records from
 * {@code @FinishBundle}, where the stages emit.
 */
public final class BadRecords {
  /** The side output of every stage. */
  public static final TupleTag<BadRecord> TAG = new TupleTag<>("bad") {};

  private final List<PCollection<BadRecord>> gathered = new ArrayList<>();

  /** The main output of a stage; its bad records are kept here. */
  public <T> PCollection<T> takeFrom(PCollectionTuple outputs, TupleTag<T> main, Coder<T> coder) {
    gathered.add(outputs.get(TAG).setCoder(JsonCoder.of(BadRecord.class)));
    return outputs.get(main).setCoder(coder);
  }

  /** All bad records; call when every stage is in place. */
  public PCollection<BadRecord> all(Pipeline pipeline) {
    if (gathered.isEmpty()) {
      return pipeline.apply("No bad records", Create.empty(JsonCoder.of(BadRecord.class)));
    }
    return PCollectionList.of(gathered).apply("Bad records", Flatten.pCollections());
  }
}
