package io.seir.similar;

import io.seir.kernels.Rows;
import java.io.IOException;

/**
 * Blocks of rows that were read, and what was worked out for a block, kept for all threads of a JVM
 * as long as they are used and there is room: at most {@value #BOUND} bytes (a system property; by
 * default a quarter of the heap's limit, which bounds memory outside the heap too). What is in use
 * beyond that is a thread's own block and the one it is compared with.
 */
final class RowBlocks {
  static final String BOUND = "seir.rows.cache";

  private static final long MOST = Long.getLong(BOUND, Runtime.getRuntime().maxMemory() / 4);

  /** The part of the room that is for numbers: they are small, and expensive to compute again. */
  private static final int NUMBERS = 16;

  private static final RowBlocks SHARED = new RowBlocks(MOST);

  private final BlockCache rows;
  private final BlockCache numbers;

  RowBlocks(long most) {
    this.rows = new BlockCache(most - most / NUMBERS);
    this.numbers = new BlockCache(most / NUMBERS);
  }

  /** Those of this JVM. */
  static RowBlocks shared() {
    return SHARED;
  }

  /** Rows [from, to) of a set. */
  Rows rows(RowSet set, long from, long to) throws IOException {
    return rows.get(
        new BlockCache.Key(set.id(), from, to),
        (to - from) * set.rowBytes(),
        () -> set.read(from, to));
  }

  /** Whether rows [from, to) of a set are kept at the moment. */
  boolean hasRows(RowSet set, long from, long to) {
    return rows.has(new BlockCache.Key(set.id(), from, to));
  }

  /** One number for each of the rows [from, to). */
  float[] numbers(String what, long from, long to, BlockCache.Maker<float[]> maker)
      throws IOException {
    return numbers.get(new BlockCache.Key(what, from, to), (to - from) * Float.BYTES, maker);
  }

  /** The numbers of the rows [from, to). */
  long[] longs(String what, long from, long to, BlockCache.Maker<long[]> maker) throws IOException {
    return numbers.get(new BlockCache.Key(what, from, to), (to - from) * Long.BYTES, maker);
  }
}
