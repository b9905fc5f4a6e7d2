package io.seir.features;

import io.seir.kernels.HalfFloat;
import io.seir.kernels.RaggedRows;
import io.seir.kernels.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of many turns, one after the other, as fp16 outside the heap, where kernels read them
 * without a copy.
 */
final class PackedRows {
  private static final int LEAST_ROOM = 1 << 12;

  private final int dimension;
  private int[] ends = new int[64];
  private int turns;
  private ByteBuffer numbers = room(0); // many batches are small, or have no rows of a kind

  /**
   * @param dimension numbers per row
   */
  PackedRows(int dimension) {
    this.dimension = dimension;
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** The rows of the next turn, row-major; none are as good as any. */
  void add(float[] rows) {
    if (numbers.remaining() < rows.length * Short.BYTES) {
      int needed = Math.addExact(numbers.position(), Math.multiplyExact(rows.length, Short.BYTES));
      ByteBuffer more = room((int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_ROOM, 2L * needed)));
      numbers = more.put(numbers.flip());
    }
    for (float number : rows) {
      numbers.putShort(HalfFloat.fromFloat(number));
    }
    if (turns + 2 > ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    ends[++turns] = numbers.position() / Short.BYTES / dimension;
  }

  /** Bytes of the rows so far. */
  int bytes() {
    return numbers.position();
  }

  /** Not copied: to be used before the next rows are added. */
  RaggedRows ragged() {
    ByteBuffer used = numbers.duplicate().order(ByteOrder.nativeOrder()).flip();
    return new RaggedRows(
        Rows.wrap(dimension, Rows.Type.F16, used), Arrays.copyOf(ends, turns + 1));
  }
}
