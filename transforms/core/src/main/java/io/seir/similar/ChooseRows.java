package io.seir.similar;

import io.seir.features.TurnRows;
import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import io.seir.sample.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/** Reads a fixed sample of the rows of each kind, by {@link RowSample#places}. */
final class ChooseRows
    extends PTransform<PCollection<Vectors>, PCollection<KV<String, RowSample>>> {
  private static final long serialVersionUID = 1;

  /** Chosen rows that one element reads: workers share the files, and few read the same one. */
  private static final int PLACES = 64;

  /** Rows nearer than this are read together with what lies between them. */
  private static final long BYTES_AT_ONCE = 1L << 20;

  /** The same for the lines that say what rows are of, which are read from the first of a file. */
  private static final long TURNS_AT_ONCE = 1L << 16;

  private final int most;

  private final PCollectionView<Vectors> all;

  /**
   * @param most rows of a kind
   * @param all what the input holds
   */
  ChooseRows(int most, PCollectionView<Vectors> all) {
    this.most = most;
    this.all = all;
  }

  @Override
  public PCollection<KV<String, RowSample>> expand(PCollection<Vectors> vectors) {
    return vectors
        .apply("Places", ParDo.of(new Places(most)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new Read(all)).withSideInputs(all))
        .apply("Gather", GroupByKey.create())
        .apply("Samples", ParDo.of(new Samples(all)).withSideInputs(all));
  }

  /** Rows of a kind, in order. */
  @DefaultCoder(JsonCoder.class)
  record Wanted(String kind, List<Long> places) {
    Wanted {
      places = List.copyOf(places);
    }
  }

  private static final class Places extends DoFn<Vectors, Wanted> {
    private static final long serialVersionUID = 1;

    private final int most;

    Places(int most) {
      this.most = most;
    }

    @ProcessElement
    public void processElement(@Element Vectors vectors, OutputReceiver<Wanted> out) {
      for (String kind : TurnRows.KINDS) {
        List<Long> places =
            MeasureRows.set(vectors, kind)
                .map(set -> RowSample.places(set.rows(), most))
                .orElse(List.of());
        for (int i = 0; i < places.size(); i += PLACES) {
          out.output(new Wanted(kind, places.subList(i, Math.min(places.size(), i + PLACES))));
        }
      }
    }
  }

  private static final class Read extends DoFn<Wanted, KV<String, RowSample.Chosen>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<Vectors> vectors;

    Read(PCollectionView<Vectors> vectors) {
      this.vectors = vectors;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      Wanted wanted = context.element();
      RowSet set = MeasureRows.set(context.sideInput(vectors), wanted.kind()).orElseThrow();
      for (List<Long> places : split(wanted.places(), TURNS_AT_ONCE)) {
        read(set, places).forEach(row -> context.output(KV.of(wanted.kind(), row)));
      }
    }

    private static List<RowSample.Chosen> read(RowSet set, List<Long> places) throws IOException {
      long first = places.get(0);
      List<TurnLine> turns = set.turns(first, places.get(places.size() - 1) + 1);
      List<RowSample.Chosen> read = new ArrayList<>();
      for (List<Long> near : split(places, Math.max(1, BYTES_AT_ONCE / set.rowBytes()))) {
        long from = near.get(0);
        Rows rows = set.read(from, near.get(near.size() - 1) + 1);
        for (long place : near) {
          TurnLine turn = turns.get((int) (place - first));
          long sample = Seeds.derive(0, turn.system().orElse(""), turn.id());
          read.add(RowSample.Chosen.of(place, sample, rows, (int) (place - from)));
        }
      }
      return read;
    }

    /** Parts of which the first and the last place are less than so many rows apart. */
    private static List<List<Long>> split(List<Long> places, long rows) {
      List<List<Long>> parts = new ArrayList<>();
      int from = 0;
      for (int i = 0; i <= places.size(); i++) {
        if (i == places.size() || places.get(i) - places.get(from) >= rows) {
          parts.add(places.subList(from, i));
          from = i;
        }
      }
      return parts;
    }
  }

  private static final class Samples
      extends DoFn<KV<String, Iterable<RowSample.Chosen>>, KV<String, RowSample>> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<Vectors> vectors;

    Samples(PCollectionView<Vectors> vectors) {
      this.vectors = vectors;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      String kind = context.element().getKey();
      RowSet set = MeasureRows.set(context.sideInput(vectors), kind).orElseThrow();
      List<RowSample.Chosen> chosen = new ArrayList<>();
      context.element().getValue().forEach(chosen::add);
      context.output(KV.of(kind, new RowSample(set.rows(), set.dimension(), set.type(), chosen)));
    }
  }
}
