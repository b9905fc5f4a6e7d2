package io.seir.similar;

import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * For every row except the first, the best row before it, exactly: finds near-duplicates with one
 * answer per row, however many there are. Takes one set. An element is two blocks, one from the
 * beginning and one from the end, so that all elements cost the same.
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
    return rows.apply("Blocks", ParDo.of(new Pairs(how.rowsInBlock())))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Nearest earlier", how.hinted(ParDo.of(new Search(set, how)).withSideInputs(set)));
  }

  /** Blocks that are searched one after the other. */
  @DefaultCoder(JsonCoder.class)
  record Turned(List<Block> blocks) {}

  private static final class Pairs extends DoFn<RowSet, Turned> {
    private static final long serialVersionUID = 1;

    private final int rowsInBlock;

    Pairs(int rowsInBlock) {
      this.rowsInBlock = rowsInBlock;
    }

    @ProcessElement
    public void processElement(@Element RowSet set, OutputReceiver<Turned> out) {
      List<Block> blocks = Block.of(set, rowsInBlock);
      for (int i = 0, j = blocks.size() - 1; i <= j; i++, j--) {
        out.output(
            new Turned(i == j ? List.of(blocks.get(i)) : List.of(blocks.get(i), blocks.get(j))));
      }
    }
  }

  private static final class Search extends SearchDoFn<Turned, RowMatch> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<RowSet> set;

    Search(PCollectionView<RowSet> set, RowSearch how) {
      super(how);
      this.set = set;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      RowSet rows = context.sideInput(set);
      for (Block block : context.element().blocks()) {
        search(block, s -> put(block, s.earlier(rows, block.from(), block.to()), context));
      }
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
