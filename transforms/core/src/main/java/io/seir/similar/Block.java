package io.seir.similar;

import io.seir.sample.JsonCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/** The rows that one element of a search is about; only their numbers travel. */
@DefaultCoder(JsonCoder.class)
record Block(long from, long to) {
  /** Enough elements to keep all workers busy to the end. */
  private static final int WANTED = 64;

  /** The unit by which the CPU engine divides its work; smaller blocks cost more than they help. */
  private static final int LEAST = 960;

  private static final long MOST_BYTES = 64L << 20;

  /**
   * All rows of a set, in blocks.
   *
   * @param rows per block; 0 for a number that keeps workers busy and memory small
   */
  static List<Block> of(RowSet set, int rows) {
    long all = set.rows();
    long most = Math.max(LEAST, MOST_BYTES / set.rowBytes());
    long each = rows > 0 ? rows : Math.min(most, Math.max(LEAST, (all + WANTED - 1) / WANTED));
    List<Block> blocks = new ArrayList<>();
    for (long from = 0; from < all; from += each) {
      blocks.add(new Block(from, Math.min(all, from + each)));
    }
    return blocks;
  }
}
