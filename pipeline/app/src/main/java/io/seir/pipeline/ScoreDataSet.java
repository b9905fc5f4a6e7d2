package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.EntryPictures;
import io.seir.blob.Locations;
import io.seir.data.EntrySource;
import io.seir.data.FeatureFiles;
import io.seir.dialogue.JsonCoder;
import io.seir.kernels.KernelSelector;
import io.seir.model.ModelSource;
import io.seir.score.PairRows;
import io.seir.score.ScoreEntries;
import io.seir.score.ScoredEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Somebody's data to features: JSONL, Parquet, and retrieval ranks. */
public final class ScoreDataSet {
  /** What the files of features are called. */
  public static final String NAME = "features";

  private static final long SHARD = 1000;

  private ScoreDataSet() {}

  /**
   * Adds the steps.
   *
   * @param ranks whether every exchange is ranked among all
   */
  public static void build(
      Pipeline pipeline,
      List<EntrySource> ranges,
      ModelSource models,
      EntryPictures pictures,
      Scoring scoring,
      boolean ranks,
      String folder) {
    PTransform<PCollection<io.seir.dialogue.Entry>, PCollection<ScoredEntry>> score =
        ScoreEntries.of(models, pictures, scoring.kernels(), ranks);
    if (!scoring.accelerator().isEmpty()) {
      score.setResourceHints(ResourceHints.create().withAccelerator(scoring.accelerator()));
    }
    PCollection<ScoredEntry> scored =
        pipeline.apply("Read", new ReadEntries(ranges)).apply("Score", score);
    SerializableFunction<ScoredEntry, Long> shard = entry -> entry.entry().index() / SHARD;
    scored
        .apply("Shard", WithKeys.of(shard).withKeyType(TypeDescriptors.longs()))
        .setCoder(KvCoder.of(VarLongCoder.of(), JsonCoder.of(ScoredEntry.class)))
        .apply("Gather", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(folder)));
    if (ranks) {
      SerializableFunction<ScoredEntry, Long> all = entry -> 0L;
      scored
          .apply("All", WithKeys.of(all).withKeyType(TypeDescriptors.longs()))
          .setCoder(KvCoder.of(VarLongCoder.of(), JsonCoder.of(ScoredEntry.class)))
          .apply("Gather all", GroupByKey.create())
          .apply("Rank", ParDo.of(new Rank(folder, scoring.kernels())));
    }
  }

  private static List<ScoredEntry> sorted(Iterable<ScoredEntry> entries) {
    List<ScoredEntry> sorted = new ArrayList<>();
    entries.forEach(sorted::add);
    sorted.sort(Comparator.comparingLong(entry -> entry.entry().index()));
    return sorted;
  }

  private static final class Write extends DoFn<KV<Long, Iterable<ScoredEntry>>, Void> {
    private static final long serialVersionUID = 1;

    private final String folder;

    Write(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(@Element KV<Long, Iterable<ScoredEntry>> shard) throws IOException {
      List<ScoredEntry> entries = sorted(shard.getValue());
      String name = String.format(Locale.ROOT, "%s-%05d", NAME, shard.getKey());
      FeatureFiles.parquet(Locations.path(folder).resolve(name + ".parquet"), entries);
      AtomicFile.write(
          Locations.path(folder).resolve(name + ".jsonl"),
          entries.stream().map(FeatureFiles::line).toList());
    }
  }

  /** Ranks the exchanges that have both text and picture; all rows are in one worker's memory. */
  private static final class Rank extends DoFn<KV<Long, Iterable<ScoredEntry>>, Void> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final KernelSelector.Choice kernels;

    Rank(String folder, KernelSelector.Choice kernels) {
      this.folder = folder;
      this.kernels = kernels;
    }

    @ProcessElement
    public void processElement(@Element KV<Long, Iterable<ScoredEntry>> all) throws IOException {
      RetrievalRanks ranks = new RetrievalRanks();
      for (ScoredEntry entry : sorted(all.getValue())) {
        for (int turn = 0; turn < entry.rows().size(); turn++) {
          PairRows rows = entry.rows().get(turn);
          if (!isZero(rows.text()) && !isZero(rows.image())) {
            String id = entry.entry().id();
            ranks.add(
                new RetrievalRanks.Name(
                    entry.entry().system(), entry.rows().size() == 1 ? id : id + "/" + turn),
                rows.text(),
                rows.image());
          }
        }
      }
      ranks.write(Locations.path(folder), kernels);
    }

    private static boolean isZero(float[] row) {
      for (float number : row) {
        if (number != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
