package io.seir.pipeline;

import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.features.ExtractFeatures;
import io.seir.features.TurnRows;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.SharedKernels;
import io.seir.model.ModelSource;
import io.seir.sample.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Somebody's data to features: JSONL, Parquet, and retrieval ranks. */
public final class ScoreDataSet {
  /** What the files of features are called. */
  public static final String NAME = "features";

  private ScoreDataSet() {}

  /**
   * Adds the steps.
   *
   * @param ranks whether every turn is ranked among all
   * @param folder where the files go, absolute
   */
  public static void build(
      Pipeline pipeline,
      ReadSamples data,
      ModelSource models,
      SamplePictures pictures,
      FeatureSettings settings,
      boolean ranks,
      String folder) {
    ExtractFeatures extract = settings.extract(models, pictures);
    Result extracted =
        pipeline.apply("Read", data).apply("Features", ranks ? extract.withRows() : extract);
    extracted.samples().apply("Write", WriteSamples.to(folder, NAME).with(FeatureTable::write));
    extracted.bad().apply("Write bad", WriteBadRecords.to(folder));
    if (ranks) {
      SerializableFunction<TurnRows, Long> all = rows -> 0L;
      extracted
          .get(ExtractFeatures.ROWS)
          .apply("All", WithKeys.of(all).withKeyType(TypeDescriptors.longs()))
          .apply("Gather all", GroupByKey.create())
          .apply("Rank", ParDo.of(new Rank(folder, settings.kernels())));
    }
  }

  /** Ranks the turns that have both text and picture; all rows are in one worker's memory. */
  private static final class Rank extends DoFn<KV<Long, Iterable<TurnRows>>, Void> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final KernelSelector.Choice kernels;

    Rank(String folder, KernelSelector.Choice kernels) {
      this.folder = folder;
      this.kernels = kernels;
    }

    @ProcessElement
    public void processElement(@Element KV<Long, Iterable<TurnRows>> all) throws IOException {
      List<TurnRows> pairs = new ArrayList<>();
      all.getValue().forEach(pairs::add);
      pairs.sort(Comparator.comparingLong(TurnRows::index).thenComparing(TurnRows::turn));
      RetrievalRanks.write(Locations.path(folder), pairs, SharedKernels.of(kernels).kernels());
    }
  }
}
