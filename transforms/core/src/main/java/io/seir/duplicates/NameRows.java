package io.seir.duplicates;

import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import io.seir.similar.RowMatch;
import io.seir.similar.RowSet;
import io.seir.similar.TurnLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Finds the turns that matched rows belong to, and the cosine of every kind. Rows are looked up by
 * block: every block with a match is read once for each side of the matches.
 */
final class NameRows extends PTransform<PCollection<NameRows.Asked>, PCollection<Found>> {
  private static final long serialVersionUID = 1;

  private static final long BLOCK = 16_384;

  private final PCollectionView<RowSet> set;
  private final List<String> kinds;

  /**
   * @param set of the rows
   * @param kinds whose rows are concatenated in it
   */
  NameRows(PCollectionView<RowSet> set, List<String> kinds) {
    this.set = set;
    this.kinds = List.copyOf(kinds);
  }

  /**
   * A match of rows.
   *
   * @param level as in {@link Found}
   */
  @DefaultCoder(JsonCoder.class)
  record Asked(RowMatch match, OptionalInt level) {}

  /** A match with one known side. */
  @DefaultCoder(JsonCoder.class)
  record Half(Asked asked, TurnId turn, String id, float[] row) {}

  @Override
  public PCollection<Found> expand(PCollection<Asked> asked) {
    return asked
        .apply(
            "By row",
            WithKeys.of((Asked one) -> one.match().row() / BLOCK)
                .withKeyType(TypeDescriptors.longs()))
        .setCoder(KvCoder.of(VarLongCoder.of(), asked.getCoder()))
        .apply("Rows", GroupByKey.create())
        .apply("Name rows", ParDo.of(new First(set)).withSideInputs(set))
        .apply(
            "By earlier",
            WithKeys.of((Half half) -> half.asked().match().earlier() / BLOCK)
                .withKeyType(TypeDescriptors.longs()))
        .setCoder(KvCoder.of(VarLongCoder.of(), JsonCoder.of(Half.class)))
        .apply("Earlier rows", GroupByKey.create())
        .apply("Name earlier", ParDo.of(new Second(set, kinds)).withSideInputs(set));
  }

  /** Rows of a block with their names. */
  private record Named(long from, List<TurnLine> turns, Rows rows) {
    static Named of(RowSet set, long block) throws IOException {
      long from = block * BLOCK;
      long to = Math.min(set.rows(), from + BLOCK);
      return new Named(from, set.turns(from, to), set.read(from, to));
    }

    TurnLine turn(long row) {
      return turns.get((int) (row - from));
    }

    TurnId id(long row) {
      return new TurnId(turn(row).index(), turn(row).turn());
    }

    float[] row(long row) {
      float[] numbers = new float[rows.dimension()];
      for (int d = 0; d < numbers.length; d++) {
        numbers[d] = rows.get((int) (row - from), d);
      }
      return numbers;
    }
  }

  private static final class First extends DoFn<KV<Long, Iterable<Asked>>, Half> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<RowSet> set;

    First(PCollectionView<RowSet> set) {
      this.set = set;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      Named block = Named.of(context.sideInput(set), context.element().getKey());
      for (Asked asked : context.element().getValue()) {
        long row = asked.match().row();
        context.output(new Half(asked, block.id(row), block.turn(row).id(), block.row(row)));
      }
    }
  }

  private static final class Second extends DoFn<KV<Long, Iterable<Half>>, Found> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<RowSet> set;
    private final List<String> kinds;

    Second(PCollectionView<RowSet> set, List<String> kinds) {
      this.set = set;
      this.kinds = kinds;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      Named block = Named.of(context.sideInput(set), context.element().getKey());
      for (Half half : context.element().getValue()) {
        long row = half.asked().match().earlier();
        TurnMatch match =
            new TurnMatch(
                half.turn(),
                block.id(row),
                TurnMatch.Pass.ROWS,
                cosines(half.row(), block.row(row)));
        context.output(
            new Found(
                match,
                Optional.of(half.id()),
                Optional.of(block.turn(row).id()),
                half.asked().level()));
      }
    }

    private SortedMap<String, Double> cosines(float[] a, float[] b) {
      SortedMap<String, Double> cosines = new TreeMap<>();
      int width = a.length / kinds.size();
      for (int kind = 0; kind < kinds.size(); kind++) {
        double sum = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int d = kind * width; d < (kind + 1) * width; d++) {
          sum += (double) a[d] * b[d];
          squaresA += (double) a[d] * a[d];
          squaresB += (double) b[d] * b[d];
        }
        double cosine = sum / Math.sqrt(squaresA * squaresB);
        cosines.put(kinds.get(kind), cosine);
      }
      return cosines;
    }
  }
}
