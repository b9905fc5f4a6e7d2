package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.input.NpyRows;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.Ranks;
import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/**
 * Embeddings that are there already (row i of texts and of pictures is a pair) to cosines and
 * ranks.
 */
public final class ScoreEmbeddings {
  private static final int SHARD = 10_000;

  private ScoreEmbeddings() {}

  /** Adds the steps. */
  public static void build(
      Pipeline pipeline,
      Path texts,
      Path images,
      boolean ranks,
      KernelSelector.Choice kernels,
      String folder) {
    pipeline
        .apply("Embeddings", Create.of(Locations.name(texts)))
        .apply("Score", ParDo.of(new Score(Locations.name(images), ranks, kernels, folder)));
  }

  private static final class Score extends DoFn<String, Void> {
    private static final long serialVersionUID = 1;

    private final String images;
    private final boolean ranks;
    private final KernelSelector.Choice choice;
    private final String folder;
    private final Counter kernelMicros = Metrics.counter("seir.features", "kernel_micros");
    private final Counter finished = Metrics.counter("seir.features", "finished");

    Score(String images, boolean ranks, KernelSelector.Choice choice, String folder) {
      this.images = images;
      this.ranks = ranks;
      this.choice = choice;
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(@Element String texts) throws IOException {
      Rows text = NpyRows.unit(Locations.path(texts));
      Rows image = NpyRows.unit(Locations.path(images));
      Path out = Locations.path(folder);
      List<String> ids = IntStream.range(0, text.rows()).mapToObj(i -> "row-" + i).toList();
      Kernels kernels = SharedKernels.of(choice).kernels();
      long start = System.nanoTime();
      float[] cosines = kernels.cosine(text, image);
      kernelMicros.inc((System.nanoTime() - start) / 1000);
      for (int from = 0; from < cosines.length; from += SHARD) {
        write(out, ids, cosines, from, Math.min(cosines.length, from + SHARD));
      }
      if (ranks) {
        start = System.nanoTime();
        Ranks ranked = kernels.rankOfOwn(text, image);
        kernelMicros.inc((System.nanoTime() - start) / 1000);
        RetrievalRanks.write(out, List.of(), ids, ranked);
      }
      finished.inc(text.rows());
    }

    private static void write(Path out, List<String> ids, float[] cosines, int from, int to)
        throws IOException {
      List<String> lines = new ArrayList<>();
      for (int i = from; i < to; i++) {
        ObjectNode line = JsonCoder.mapper().createObjectNode();
        line.put("id", ids.get(i));
        line.putObject("features").put(Feature.ANSWER_IMAGE.key(), Features.rounded(cosines[i]));
        lines.add(line.toString());
      }
      AtomicFile.write(
          out.resolve(String.format(Locale.ROOT, "%s-%05d.jsonl", ScoreDataSet.NAME, from / SHARD)),
          lines);
    }
  }
}
