package io.seir.similar;

import org.apache.beam.sdk.transforms.DoFn;

/** The blocks of a set, each an element. */
final class SplitRows extends DoFn<RowSet, Block> {
  private static final long serialVersionUID = 1;

  private final RowSearch how;
  private final boolean queries;

  private SplitRows(RowSearch how, boolean queries) {
    this.how = how;
    this.queries = queries;
  }

  /** Blocks that something is done with once. */
  static SplitRows once(RowSearch how) {
    return new SplitRows(how, false);
  }

  /** Blocks that are each compared with all rows of a set. */
  static SplitRows queries(RowSearch how) {
    return new SplitRows(how, true);
  }

  @ProcessElement
  public void processElement(@Element RowSet set, OutputReceiver<Block> out) {
    (queries ? Block.ofQueries(set, how) : Block.of(set, how.rowsInBlock())).forEach(out::output);
  }
}
