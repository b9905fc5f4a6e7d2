package io.seir.similar;

import io.seir.features.TurnRows;
import io.seir.kernels.Kernels;
import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import io.seir.kernels.TopK;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/**
 * The mean similarity of sampled rows with the nearest of all others of their kind. All rows are
 * gone through once: an element is a block of them, which is compared with the sample.
 */
final class MeasureNearest
    extends PTransform<PCollection<Vectors>, PCollection<KV<String, Replicate>>> {
  private static final long serialVersionUID = 1;

  private final PCollectionView<Vectors> vectors;
  private final PCollectionView<Map<String, RowSample>> samples;
  private final RowSearch how;

  /**
   * @param vectors what the input holds
   * @param samples of it, by kind
   */
  MeasureNearest(
      PCollectionView<Vectors> vectors,
      PCollectionView<Map<String, RowSample>> samples,
      RowSearch how) {
    this.vectors = vectors;
    this.samples = samples;
    this.how = how;
  }

  @Override
  public PCollection<KV<String, Replicate>> expand(PCollection<Vectors> all) {
    Search search = new Search(vectors, samples, how);
    SerializableBiFunction<Best, Best, Best> larger = Best::larger;
    return all.apply("Blocks", ParDo.of(new Blocks(how.rowsInBlock())))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Search", how.hinted(ParDo.of(search).withSideInputs(vectors, samples)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(Best.class)))
        .apply("Nearest of all", Combine.perKey(larger))
        .apply("Means", ParDo.of(new Means(samples)).withSideInputs(samples));
  }

  private static final class Blocks extends DoFn<Vectors, KV<String, Block>> {
    private static final long serialVersionUID = 1;

    private final int rowsInBlock;

    Blocks(int rowsInBlock) {
      this.rowsInBlock = rowsInBlock;
    }

    @ProcessElement
    public void processElement(@Element Vectors vectors, OutputReceiver<KV<String, Block>> out) {
      for (String kind : TurnRows.KINDS) {
        MeasureRows.set(vectors, kind)
            .ifPresent(
                set -> Block.of(set, rowsInBlock).forEach(block -> out.output(KV.of(kind, block))));
      }
    }
  }

  /** The highest score of every chosen row; minus infinity if it was compared with none. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its numbers
  private record Best(float[] scores) implements Serializable {
    private static final long serialVersionUID = 1;

    Best larger(Best other) {
      float[] larger = scores.clone();
      for (int i = 0; i < larger.length; i++) {
        larger[i] = Math.max(larger[i], other.scores[i]);
      }
      return new Best(larger);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Best best && Arrays.equals(scores, best.scores);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(scores);
    }
  }

  private static final class Search extends DoFn<KV<String, Block>, KV<String, Best>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<Vectors> vectors;
    private final PCollectionView<Map<String, RowSample>> samples;
    private final RowSearch how;
    private final Counter micros =
        Metrics.counter("seir." + SearchDoFn.STAGE, SearchDoFn.KERNEL_MICROS);

    Search(
        PCollectionView<Vectors> vectors,
        PCollectionView<Map<String, RowSample>> samples,
        RowSearch how) {
      this.vectors = vectors;
      this.samples = samples;
      this.how = how;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      String kind = context.element().getKey();
      Block block = context.element().getValue();
      RowSample sample = MeasureRows.of(context.sideInput(samples), kind);
      long start = System.nanoTime();
      Rows rows =
          MeasureRows.set(context.sideInput(vectors), kind)
              .orElseThrow()
              .read(block.from(), block.to());
      Kernels kernels = SharedKernels.of(how.kernels()).kernels();
      TopK top = kernels.topK(sample.queries(), rows, Math.min(2, rows.rows()));
      float[] best = new float[sample.chosen().size()];
      for (int q = 0; q < best.length; q++) {
        best[q] = ofOthers(top, q, sample.chosen().get(q).row() - block.from());
      }
      micros.inc((System.nanoTime() - start) / 1000);
      context.output(KV.of(kind, new Best(best)));
    }

    /** Of two that score the same as the row itself, both may be others. */
    private static float ofOthers(TopK top, int query, long own) {
      for (int i = query * top.k(); i < (query + 1) * top.k(); i++) {
        if (top.indices()[i] != own) {
          return top.scores()[i];
        }
      }
      return Float.NEGATIVE_INFINITY;
    }
  }

  private static final class Means extends DoFn<KV<String, Best>, KV<String, Replicate>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<Map<String, RowSample>> samples;

    Means(PCollectionView<Map<String, RowSample>> samples) {
      this.samples = samples;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      String kind = context.element().getKey();
      float[] scores = context.element().getValue().scores();
      RowSample sample = MeasureRows.of(context.sideInput(samples), kind);
      for (Optional<Integer> group : Jackknife.replicates()) {
        Optional<int[]> rows = sample.without(group);
        if (rows.isPresent()) {
          double mean =
              Arrays.stream(rows.get()).mapToDouble(i -> scores[i]).average().orElseThrow();
          Map<String, Double> found = Map.of(Replicate.NEAREST, mean);
          context.output(
              KV.of(kind, new Replicate(group, rows.get().length, new TreeMap<>(found))));
        }
      }
    }
  }
}
