package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.SharedKernels;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.JsonCoder;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Computes cosines and ranks of existing embeddings, where row i of texts and row i of pictures are
 * a pair.
 */
public final class ScoreEmbeddings {
  private static final long SHARD = 10_000;

  private ScoreEmbeddings() {}

  /** Adds the steps. */
  public static void build(
      Pipeline pipeline,
      RowSet texts,
      RowSet images,
      boolean ranks,
      KernelSelector.Choice kernels,
      String folder) {
    PCollection<KV<RowSet, RowSet>> pairs =
        pipeline.apply("Embeddings", Create.of(KV.of(texts, images)).withCoder(ScoreDataSet.SETS));
    PCollectionView<KV<RowSet, RowSet>> sets = pairs.apply("Both", View.asSingleton());
    List<Long> shards = LongStream.range(0, (texts.rows() + SHARD - 1) / SHARD).boxed().toList();
    pipeline
        .apply("Shards", Create.of(shards))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Score", ParDo.of(new Score(sets, kernels, folder)).withSideInputs(sets));
    if (ranks) {
      ScoreDataSet.rank(pairs, RowSearch.AUTO.withKernels(kernels), folder);
    }
  }

  private static final class Score extends DoFn<Long, Void> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<KV<RowSet, RowSet>> sets;
    private final KernelSelector.Choice choice;
    private final String folder;
    private final Counter kernelMicros = Metrics.counter("seir.features", "kernel_micros");
    private final Counter finished = Metrics.counter("seir.features", "finished");

    Score(PCollectionView<KV<RowSet, RowSet>> sets, KernelSelector.Choice choice, String folder) {
      this.sets = sets;
      this.choice = choice;
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      KV<RowSet, RowSet> pairs = context.sideInput(sets);
      long from = context.element() * SHARD;
      long to = Math.min(pairs.getKey().rows(), from + SHARD);
      long start = System.nanoTime();
      float[] cosines =
          SharedKernels.of(choice)
              .kernels()
              .cosine(pairs.getKey().read(from, to), pairs.getValue().read(from, to));
      kernelMicros.inc((System.nanoTime() - start) / 1000);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < cosines.length; i++) {
        ObjectNode line = JsonCoder.mapper().createObjectNode();
        line.put("id", "row-" + (from + i));
        line.putObject("features").put(Feature.ANSWER_IMAGE.key(), Features.rounded(cosines[i]));
        lines.add(line.toString());
      }
      String name =
          String.format(Locale.ROOT, "%s-%05d.jsonl", ScoreDataSet.NAME, context.element());
      AtomicFile.write(Locations.path(folder).resolve(name), lines);
      finished.inc(cosines.length);
    }
  }
}
