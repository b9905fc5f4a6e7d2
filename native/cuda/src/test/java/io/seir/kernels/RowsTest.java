package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class RowsTest {
  @Test
  void halvesGoThereAndBackExactly() {
    for (int half = 0; half <= 0xFFFF; half++) {
      float value = HalfFloat.toFloat((short) half);
      if (!Float.isNaN(value)) {
        assertEquals((short) half, HalfFloat.fromFloat(value), Integer.toHexString(half));
      }
    }
  }

  @Test
  void halvesAreRoundedToNearestEven() {
    assertEquals(1f, HalfFloat.toFloat(HalfFloat.fromFloat(1f + 0x1p-11f)), "a tie goes to even");
    assertEquals(
        1f + 0x1p-9f, HalfFloat.toFloat(HalfFloat.fromFloat(1f + 3 * 0x1p-11f)), "also upwards");
    assertEquals(1f + 0x1p-10f, HalfFloat.toFloat(HalfFloat.fromFloat(1f + 0x1p-11f + 0x1p-20f)));
    assertEquals(65504f, HalfFloat.toFloat(HalfFloat.fromFloat(65519f)));
    assertEquals(Float.POSITIVE_INFINITY, HalfFloat.toFloat(HalfFloat.fromFloat(65520f)));
    assertEquals(0x1p-24f, HalfFloat.toFloat(HalfFloat.fromFloat(0x1p-24f)));
    assertEquals(-0f, HalfFloat.toFloat(HalfFloat.fromFloat(-0x1p-26f)));
  }

  @Test
  void whatIsNotFiniteOrNotWholeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Rows.of(2, new float[3]));
    assertThrows(IllegalArgumentException.class, () -> Rows.of(0, new float[0]));
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> Rows.of(1, new float[] {bad}));
    }
    assertThrows(
        IllegalArgumentException.class, () -> Rows.of(1, new float[] {70_000f}, Rows.Type.F16));
  }

  @Test
  void aBufferIsWrappedFromItsPosition() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(new float[] {9, 1, 2, 3});
    Rows rows = Rows.wrap(1, Rows.Type.F32, buffer.position(4));
    assertEquals(3, rows.rows());
    assertEquals(1f, rows.get(0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Rows.wrap(1, Rows.Type.F32, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder())));
    ByteOrder foreign =
        ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
            ? ByteOrder.LITTLE_ENDIAN
            : ByteOrder.BIG_ENDIAN;
    assertThrows(
        IllegalArgumentException.class,
        () -> Rows.wrap(1, Rows.Type.F32, ByteBuffer.allocateDirect(4).order(foreign)));
    assertThrows(
        IllegalArgumentException.class, () -> Rows.wrap(3, Rows.Type.F32, buffer.position(0)));
  }

  @Test
  void offsetsOutOfOrderAreRefused() {
    Rows rows = Rows.of(1, new float[5]);
    for (int[] bad : new int[][] {{}, {1, 5}, {0, 4}, {0, 6}, {0, 3, 2, 5}, {0, -1, 5}}) {
      assertThrows(IllegalArgumentException.class, () -> new RaggedRows(rows, bad));
    }
  }

  @Test
  void samplesThatDoNotMatchAreRefused() {
    RaggedRows two = RaggedRows.oneEach(Rows.of(2, new float[4]));
    RaggedRows three = RaggedRows.oneEach(Rows.of(2, new float[6]));
    RaggedRows narrow = RaggedRows.oneEach(Rows.of(1, new float[2]));
    float[] ones = {1, 1};
    for (RaggedRows bad : new RaggedRows[] {three, narrow}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SynergyBatch(two, ones, two, two, ones, two, bad, two));
    }
    for (float[] bad : new float[][] {{1}, {1, -1}, {1, Float.NaN}, {1, Float.POSITIVE_INFINITY}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SynergyBatch(two, bad, two, two, ones, two, two, two));
    }
  }
}
