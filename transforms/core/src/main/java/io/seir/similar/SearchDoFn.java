package io.seir.similar;

import io.seir.kernels.SharedKernels;
import java.io.IOException;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** A step that compares blocks of rows with all rows. */
abstract class SearchDoFn<InputT, OutputT> extends DoFn<InputT, OutputT> {
  private static final long serialVersionUID = 1;

  static final String STAGE = "similar";
  static final String KERNEL_MICROS = "kernel_micros";
  private static final String SPACE = "seir." + STAGE;

  private final RowSearch how;
  private final Counter finished = Metrics.counter(SPACE, "finished");
  private final Counter micros = Metrics.counter(SPACE, KERNEL_MICROS);
  private transient @Nullable BlockSearch search;

  SearchDoFn(RowSearch how) {
    this.how = how;
  }

  /** What is done with a block. */
  interface Work {
    void with(BlockSearch search) throws IOException;
  }

  /**
   * Does it; reading rows counts as the kernels' time.
   *
   * @param block whose rows are counted as finished
   */
  void search(Block block, Work work) throws IOException {
    BlockSearch with = search;
    if (with == null) {
      with =
          new BlockSearch(
              SharedKernels.of(how.kernels()).kernels(), RowBlocks.shared(), how.rowsInBlock());
      search = with;
    }
    long start = System.nanoTime();
    work.with(with);
    micros.inc((System.nanoTime() - start) / 1000);
    finished.inc(block.to() - block.from());
  }
}
