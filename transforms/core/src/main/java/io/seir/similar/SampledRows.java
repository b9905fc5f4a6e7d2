package io.seir.similar;

import io.seir.kernels.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads some rows of a set, from the first to the last, whatever lies between them. */
final class SampledRows {
  /** Rows nearer than this are read together with what lies between them. */
  private static final long BYTES_AT_ONCE = 8L << 20;

  private SampledRows() {}

  /**
   * Rows by number.
   *
   * @param places in order
   */
  static Rows read(RowSet set, List<Long> places) throws IOException {
    long bytes = places.size() * set.rowBytes();
    ByteBuffer all =
        ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    long atOnce = Math.max(1, BYTES_AT_ONCE / set.rowBytes());
    int from = 0;
    for (int to = 1; to <= places.size(); to++) {
      if (to == places.size() || places.get(to) - places.get(from) >= atOnce) {
        all.put(pick(set, places.subList(from, to)).bytes());
        from = to;
      }
    }
    return Rows.wrap(set.dimension(), set.type(), all.flip());
  }

  private static Rows pick(RowSet set, List<Long> near) throws IOException {
    long first = near.get(0);
    Rows rows = set.read(first, near.get(near.size() - 1) + 1);
    return rows.pick(near.stream().mapToInt(place -> (int) (place - first)).toArray());
  }
}
