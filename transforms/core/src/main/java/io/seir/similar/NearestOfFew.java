package io.seir.similar;

import io.seir.kernels.TopK;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * The k nearest rows of another set, exactly, for a few rows: what {@link NearestNeighbours} gives,
 * but all workers take part however few the rows are. Each goes through a part of the searched set,
 * and the best of all parts are kept. Takes one set of at most {@value #MOST} rows.
 */
public final class NearestOfFew extends PTransform<PCollection<RowSet>, PCollection<Neighbours>> {
  private static final long serialVersionUID = 1;

  /** The maximum number of queries. */
  public static final int MOST = 960;

  /** Fewer rows are not worth an element of their own. */
  private static final long LEAST = 65_536;

  private static final int PARTS = 64;

  /** As the kernels order them: zeros are equal whatever their sign. */
  private static final Comparator<Neighbours.Neighbour> BEST =
      Comparator.<Neighbours.Neighbour>comparingDouble(found -> -(found.score() + 0.0))
          .thenComparingLong(Neighbours.Neighbour::row);

  private final int k;
  private final RowSet among;
  private final RowSearch how;

  private NearestOfFew(int k, RowSet among, RowSearch how) {
    this.k = k;
    this.among = among;
    this.how = how;
  }

  /**
   * Among the rows of a set, of the same dimension and type.
   *
   * @param k 1 to 64; fewer are found if there are fewer rows
   */
  public static NearestOfFew of(int k, RowSet among) {
    if (k < 1 || k > TopK.MAX) {
      throw new IllegalArgumentException("k is 1 to " + TopK.MAX + ", not " + k);
    }
    return new NearestOfFew(k, among, RowSearch.AUTO);
  }

  public NearestOfFew with(RowSearch search) {
    return new NearestOfFew(k, among, search);
  }

  @Override
  public PCollection<Neighbours> expand(PCollection<RowSet> rows) {
    PCollectionView<RowSet> few = rows.apply("Few", View.asSingleton());
    PCollectionView<RowSet> set =
        rows.getPipeline()
            .apply(getName() + " among", Create.of(among))
            .apply("Set", View.asSingleton());
    Search search = new Search(k, few, set, how);
    int most = k;
    SerializableFunction<Neighbours, Long> query = Neighbours::row;
    SerializableFunction<KV<Long, Neighbours>, Neighbours> value = KV::getValue;
    return rows.getPipeline()
        .apply(getName() + " parts", Create.of(parts()).withCoder(JsonCoder.of(Block.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Nearest", how.hinted(ParDo.of(search).withSideInputs(few, set)))
        .apply("Query", WithKeys.of(query).withKeyType(TypeDescriptors.longs()))
        .apply("Best", Combine.perKey(found -> best(found, most)))
        .apply("All", MapElements.into(TypeDescriptor.of(Neighbours.class)).via(value));
  }

  private List<Block> parts() {
    int rows = how.rowsInBlock();
    long each = Math.max(LEAST, (among.rows() + PARTS - 1) / PARTS);
    return Block.of(among, (int) Math.min(Integer.MAX_VALUE, rows > 0 ? rows : each));
  }

  /** The best of what several parts gave for one query. */
  static Neighbours best(Iterable<Neighbours> found, int k) {
    List<Neighbours.Neighbour> all = new ArrayList<>();
    long query = 0;
    for (Neighbours one : found) {
      query = one.row();
      all.addAll(one.nearest());
    }
    all.sort(BEST);
    return new Neighbours(query, all.subList(0, Math.min(k, all.size())));
  }

  private static final class Search extends SearchDoFn<Block, Neighbours> {
    private static final long serialVersionUID = 1;

    private final int k;
    private final PCollectionView<RowSet> few;
    private final PCollectionView<RowSet> set;

    Search(int k, PCollectionView<RowSet> few, PCollectionView<RowSet> set, RowSearch how) {
      super(how);
      this.k = k;
      this.few = few;
      this.set = set;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      RowSet queries = context.sideInput(few);
      RowSet among = context.sideInput(set);
      if (queries.rows() > MOST) {
        throw new IllegalArgumentException(queries.rows() + " rows are too many; at most " + MOST);
      }
      if (queries.rows() > 0) {
        search(
            context.element(),
            s ->
                NearestRows.neighbours(
                        s.nearest(queries.read(0, queries.rows()), among, context.element(), k),
                        0,
                        (int) queries.rows())
                    .forEach(context::output));
      }
    }
  }
}
