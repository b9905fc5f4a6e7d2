package io.seir.similar;

import io.seir.blob.Locations;
import io.seir.data.Gather;
import io.seir.features.TurnRows;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Writes rows once, in shards, as {@link Vectors} describes them; returns the single manifest,
 * which is written last. The files are the same whatever the order of arrival. A worker holds the
 * rows of one shard: by default of {@value #SAMPLES} samples, which is 17 MB per kind with 512
 * numbers and one turn.
 */
public final class WriteVectors extends PTransform<PCollection<TurnRows>, PCollection<Vectors>> {
  private static final long serialVersionUID = 1;
  private static final int SAMPLES = 16_384;

  private final String folder;
  private final String encoder;
  private final int samplesInShard;

  private WriteVectors(String folder, String encoder, int samplesInShard) {
    this.folder = folder;
    this.encoder = encoder;
    this.samplesInShard = samplesInShard;
  }

  /**
   * To a folder, which is made.
   *
   * @param folder absolute, or with any scheme that {@link Locations} knows
   * @param encoder the identity of what made the rows
   */
  public static WriteVectors to(String folder, String encoder) {
    return new WriteVectors(folder, encoder, SAMPLES);
  }

  /** With a different shard size; results computed from the rows do not depend on it. */
  public WriteVectors withSamplesInShard(int samples) {
    return new WriteVectors(folder, encoder, samples);
  }

  @Override
  public PCollection<Vectors> expand(PCollection<TurnRows> rows) {
    int size = samplesInShard;
    Gather<TurnRows> gathering = Gather.by(row -> row.index() / size, rows.getCoder());
    PCollectionView<List<Vectors.Shard>> shards =
        rows.apply("Gather", gathering)
            .apply("Write", ParDo.of(new Write(folder, gathering)))
            .setCoder(JsonCoder.of(Vectors.Shard.class))
            .apply("All shards", View.asList());
    return rows.getPipeline()
        .apply("Manifest", Create.of(folder))
        .apply("Write manifest", ParDo.of(new Manifest(encoder, shards)).withSideInputs(shards));
  }

  private static final class Write extends DoFn<KV<Long, Iterable<byte[]>>, Vectors.Shard> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final Gather<TurnRows> gathering;

    Write(String folder, Gather<TurnRows> gathering) {
      this.folder = folder;
      this.gathering = gathering;
    }

    @ProcessElement
    public void processElement(
        @Element KV<Long, Iterable<byte[]>> shard, OutputReceiver<Vectors.Shard> out)
        throws IOException {
      List<TurnRows> rows = gathering.unpack(shard.getValue());
      rows.sort(
          Comparator.comparingLong(TurnRows::index)
              .thenComparing(row -> row.system().orElse(""))
              .thenComparing(TurnRows::id)
              .thenComparing(TurnRows::turn));
      ShardFiles files = new ShardFiles();
      for (TurnRows row : rows) {
        files.add(row);
      }
      out.output(files.write(Locations.path(folder), Math.toIntExact(shard.getKey())));
    }
  }

  private static final class Manifest extends DoFn<String, Vectors> {
    private static final long serialVersionUID = 1;

    private final String encoder;
    private final PCollectionView<List<Vectors.Shard>> shards;

    Manifest(String encoder, PCollectionView<List<Vectors.Shard>> shards) {
      this.encoder = encoder;
      this.shards = shards;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      List<Vectors.Shard> all = new ArrayList<>(context.sideInput(shards));
      all.sort(Comparator.comparingInt(Vectors.Shard::number));
      int dimension =
          all.stream()
              .flatMap(shard -> shard.files().values().stream())
              .mapToInt(Vectors.Rowed::dimension)
              .findFirst()
              .orElse(0);
      Vectors vectors = new Vectors(context.element(), encoder, dimension, Vectors.ORDER, all);
      vectors.write();
      context.output(vectors);
    }
  }
}
