package io.seir.similar;

import io.seir.kernels.KernelSelector;
import io.seir.sample.JsonCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/** The rows that one element of a search is about; only their numbers travel. */
@DefaultCoder(JsonCoder.class)
record Block(long from, long to) {
  /** Enough elements to keep all workers busy to the end. */
  private static final int WANTED = 64;

  /**
   * Blocks of queries for CPUs. Where a hash of their keys decides which worker gets them, the
   * busiest of 16 gets 1.5 times its share of these, and twice its share of 64. More would have a
   * worker whose memory does not hold the set read it too often, and ranks are counted for each.
   */
  private static final int WANTED_QUERIES = 256;

  /** The CPU engine gives each of its threads this many queries at a time. */
  private static final int STEP = 240;

  /** Fewer rows would keep only some of an engine's threads busy. */
  private static final int LEAST = 4 * STEP;

  private static final long MOST_BYTES = 64L << 20;

  /**
   * All rows of a set, in blocks.
   *
   * @param rows per block; 0 for a number that keeps workers busy and memory small
   */
  static List<Block> of(RowSet set, int rows) {
    long all = set.rows();
    return of(all, rows > 0 ? rows : atMost(set, Math.max(LEAST, (all + WANTED - 1) / WANTED)));
  }

  /**
   * All rows of a set, in blocks that are each compared with all rows of a set. A GPU gets few and
   * large ones, because the rows they are compared with are copied to it for each.
   */
  static List<Block> ofQueries(RowSet set, RowSearch how) {
    boolean gpu = how.kernels() == KernelSelector.Choice.CUDA || how.accelerator() != null;
    if (gpu || how.rowsInBlock() > 0) {
      return of(set, how.rowsInBlock());
    }
    long steps = set.rows() / WANTED_QUERIES / STEP + 1;
    return of(set.rows(), atMost(set, steps * STEP));
  }

  private static long atMost(RowSet set, long rows) {
    return Math.min(Math.max(LEAST, MOST_BYTES / set.rowBytes()), rows);
  }

  private static List<Block> of(long all, long rows) {
    List<Block> blocks = new ArrayList<>();
    for (long from = 0; from < all; from += rows) {
      blocks.add(new Block(from, Math.min(all, from + rows)));
    }
    return blocks;
  }
}
