package io.seir.similar;

import io.seir.kernels.TopK;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * The k nearest other rows of every row, but only from its own list and the lists nearest to it:
 * finds almost everything that {@link NearestNeighbours} finds, for a fraction of the work. Scores
 * are exact, and with all lists so is the result. Takes one {@link RowLists}; {@link
 * NeighbourRecall} measures how much is found.
 */
public final class NearestByLists
    extends PTransform<PCollection<RowLists>, PCollection<Neighbours>> {
  private static final long serialVersionUID = 1;

  /** Default number of lists that are searched per row. */
  public static final int PROBES = 16;

  private final int k;
  private final int probes;
  private final RowSearch how;

  private NearestByLists(int k, int probes, RowSearch how) {
    this.k = k;
    this.probes = probes;
    this.how = how;
  }

  /**
   * In {@value #PROBES} lists for each row.
   *
   * @param k 1 to 63; fewer are found if a row's lists have fewer rows
   */
  public static NearestByLists of(int k) {
    if (k < 1 || k >= TopK.MAX) {
      throw new IllegalArgumentException("k is 1 to " + (TopK.MAX - 1) + ", not " + k);
    }
    return new NearestByLists(k, PROBES, RowSearch.AUTO);
  }

  /**
   * Searches a different number of lists, including the row's own.
   *
   * @param number 1 to 64
   */
  public NearestByLists withProbes(int number) {
    if (number < 1 || number > TopK.MAX) {
      throw new IllegalArgumentException(
          "the number of probes must be from 1 to " + TopK.MAX + ", not " + number);
    }
    return new NearestByLists(k, number, how);
  }

  public NearestByLists with(RowSearch search) {
    return new NearestByLists(k, probes, search);
  }

  @Override
  public PCollection<Neighbours> expand(PCollection<RowLists> lists) {
    PCollectionView<RowLists> all = lists.apply("Lists", View.asSingleton());
    return lists
        .apply("Blocks", ParDo.of(new Blocks(how.rowsInBlock())))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply(
            "Nearest", how.hinted(ParDo.of(new Search(k, probes, all, how)).withSideInputs(all)));
  }

  private static final class Blocks extends DoFn<RowLists, Block> {
    private static final long serialVersionUID = 1;

    private final int rowsInBlock;

    Blocks(int rowsInBlock) {
      this.rowsInBlock = rowsInBlock;
    }

    @ProcessElement
    public void processElement(@Element RowLists lists, OutputReceiver<Block> out) {
      Block.of(lists.rows(), rowsInBlock).forEach(out::output);
    }
  }

  private static final class Search extends SearchDoFn<Block, Neighbours> {
    private static final long serialVersionUID = 1;

    private final int k;
    private final int probes;
    private final PCollectionView<RowLists> lists;

    Search(int k, int probes, PCollectionView<RowLists> lists, RowSearch how) {
      super(how);
      this.k = k;
      this.probes = probes;
      this.lists = lists;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      RowLists all = context.sideInput(lists);
      Block block = context.element();
      search(
          block, search -> ListSearch.of(search, all, block, k, probes).forEach(context::output));
    }
  }
}
