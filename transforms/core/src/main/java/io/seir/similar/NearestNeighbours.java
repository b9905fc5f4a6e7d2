package io.seir.similar;

import io.seir.kernels.TopK;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * The k nearest rows of every row, exactly, among the other rows of its set or among another set.
 * Takes one set. Each element compares a block of rows with all others, so that nothing has to be
 * merged afterwards; a worker holds that block, the block it is compared with, and its cache.
 */
public final class NearestNeighbours
    extends PTransform<PCollection<RowSet>, PCollection<Neighbours>> {
  private static final long serialVersionUID = 1;

  private final int k;
  private final Optional<RowSet> among;
  private final RowSearch how;

  private NearestNeighbours(int k, Optional<RowSet> among, RowSearch how) {
    this.k = k;
    this.among = among;
    this.how = how;
  }

  /**
   * Among the other rows of the set.
   *
   * @param k 1 to 63; fewer are found if there are fewer rows
   */
  public static NearestNeighbours of(int k) {
    if (k < 1 || k >= TopK.MAX) {
      throw new IllegalArgumentException("k is 1 to " + (TopK.MAX - 1) + ", not " + k);
    }
    return new NearestNeighbours(k, Optional.empty(), RowSearch.AUTO);
  }

  /** Among the rows of another set, of the same dimension and type. */
  public NearestNeighbours among(RowSet set) {
    return new NearestNeighbours(k, Optional.of(set), how);
  }

  public NearestNeighbours with(RowSearch search) {
    return new NearestNeighbours(k, among, search);
  }

  @Override
  public PCollection<Neighbours> expand(PCollection<RowSet> rows) {
    PCollectionView<RowSet> set = rows.apply("Set", View.asSingleton());
    PCollectionView<RowSet> searched =
        among
            .map(Create::of)
            .map(other -> rows.getPipeline().apply(getName() + " among", other))
            .map(other -> other.apply("Other set", View.asSingleton()))
            .orElse(set);
    List<PCollectionView<RowSet>> sides = among.isEmpty() ? List.of(set) : List.of(set, searched);
    Search search = new Search(k, among.isEmpty(), set, searched, how);
    return rows.apply("Blocks", ParDo.of(SplitRows.queries(how)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Nearest", how.hinted(ParDo.of(search).withSideInputs(sides)));
  }

  private static final class Search extends SearchDoFn<Block, Neighbours> {
    private static final long serialVersionUID = 1;

    private final int k;
    private final boolean others;
    private final PCollectionView<RowSet> set;
    private final PCollectionView<RowSet> searched;

    Search(
        int k,
        boolean others,
        PCollectionView<RowSet> set,
        PCollectionView<RowSet> searched,
        RowSearch how) {
      super(how);
      this.k = k;
      this.others = others;
      this.set = set;
      this.searched = searched;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      RowSet queries = context.sideInput(set);
      RowSet among = context.sideInput(searched);
      Block block = context.element();
      search(
          block,
          s -> put(block, s.nearest(queries, block.from(), block.to(), among, k, others), context));
    }

    private static void put(Block block, BlockSearch.Nearest found, ProcessContext context) {
      int queries = (int) (block.to() - block.from());
      NearestRows.neighbours(found, block.from(), queries).forEach(context::output);
    }
  }
}
