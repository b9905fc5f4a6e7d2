package io.seir.similar;

import java.io.IOException;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * For every row except the first, the best row before it, exactly: finds near-duplicates with one
 * answer per row, however many there are. Takes one set.
 */
public final class NearestEarlierRows
    extends PTransform<PCollection<RowSet>, PCollection<RowMatch>> {
  private static final long serialVersionUID = 1;

  private final RowSearch how;

  private NearestEarlierRows(RowSearch how) {
    this.how = how;
  }

  public static NearestEarlierRows with(RowSearch search) {
    return new NearestEarlierRows(search);
  }

  @Override
  public PCollection<RowMatch> expand(PCollection<RowSet> rows) {
    PCollectionView<RowSet> set = rows.apply("Set", View.asSingleton());
    return rows.apply("Blocks", ParDo.of(SplitRows.queries(how)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Nearest earlier", how.hinted(ParDo.of(new Search(set, how)).withSideInputs(set)));
  }

  private static final class Search extends SearchDoFn<Block, RowMatch> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<RowSet> set;

    Search(PCollectionView<RowSet> set, RowSearch how) {
      super(how);
      this.set = set;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      RowSet rows = context.sideInput(set);
      Block block = context.element();
      search(block, s -> put(block, s.earlier(rows, block.from(), block.to()), context));
    }

    private static void put(Block block, BlockSearch.Nearest found, ProcessContext context) {
      for (int i = 0; i < found.rows().length; i++) {
        if (found.rows()[i] >= 0) {
          context.output(new RowMatch(block.from() + i, found.rows()[i], found.scores()[i]));
        }
      }
    }
  }
}
