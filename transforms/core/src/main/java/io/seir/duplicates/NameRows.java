package io.seir.duplicates;

import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import io.seir.similar.RowMatch;
import io.seir.similar.RowSet;
import io.seir.similar.TurnLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  private static final long BLOCK = 4096;

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

  /**
   * A match with one known side.
   *
   * @param row as it is stored
   */
  @DefaultCoder(JsonCoder.class)
  record Half(Asked asked, TurnId turn, String id, byte[] row) {}

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

    /** A row as it is stored. */
    byte[] stored(long row) {
      int at = (int) (row - from);
      ByteBuffer bytes = rows.part(at, at + 1).bytes();
      byte[] stored = new byte[bytes.remaining()];
      bytes.get(stored);
      return stored;
    }

    /**
     * The cosine of a row with another in a part of its dimensions.
     *
     * @param other one row
     */
    double cosine(long row, Rows other, int fromDimension, int toDimension) {
      int at = (int) (row - from);
      double sum = 0;
      double squares = 0;
      double squaresOfOther = 0;
      for (int d = fromDimension; d < toDimension; d++) {
        double a = rows.get(at, d);
        double b = other.get(0, d);
        sum += a * b;
        squares += a * a;
        squaresOfOther += b * b;
      }
      return sum / Math.sqrt(squares * squaresOfOther);
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
        context.output(new Half(asked, block.id(row), block.turn(row).id(), block.stored(row)));
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
      ByteBuffer one =
          ByteBuffer.allocateDirect(block.rows().dimension() * block.rows().type().bytes())
              .order(ByteOrder.nativeOrder());
      for (Half half : context.element().getValue()) {
        one.put(0, half.row());
        Rows known = Rows.wrap(block.rows().dimension(), block.rows().type(), one);
        long row = half.asked().match().earlier();
        context.output(
            new Found(
                new TurnMatch(
                    half.turn(), block.id(row), TurnMatch.Pass.ROWS, cosines(block, row, known)),
                Optional.of(half.id()),
                Optional.of(block.turn(row).id()),
                half.asked().level()));
      }
    }

    private SortedMap<String, Double> cosines(Named block, long row, Rows known) {
      SortedMap<String, Double> cosines = new TreeMap<>();
      int width = known.dimension() / kinds.size();
      for (int kind = 0; kind < kinds.size(); kind++) {
        cosines.put(kinds.get(kind), block.cosine(row, known, kind * width, (kind + 1) * width));
      }
      return cosines;
    }
  }
}
