package io.seir.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * Rows of {@code dimension} numbers, row-major, outside the Java heap, so that native engines read
 * them without a copy. Stored as fp32 or fp16; all engines accumulate in fp32 or better. Immutable
 * once made: the buffer must not be written to.
 */
public final class Rows {
  /** How a number is stored. */
  public enum Type {
    /** IEEE 754 binary32. */
    F32(Float.BYTES),
    /** IEEE 754 binary16. */
    F16(Short.BYTES);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Bytes of a number. */
    public int bytes() {
      return bytes;
    }
  }

  private final int dimension;
  private final int rows;
  private final Type type;
  private final ByteBuffer buffer;
  private final FloatBuffer floats;
  private final ShortBuffer halves;

  private Rows(int dimension, Type type, ByteBuffer buffer) {
    this.dimension = dimension;
    this.type = type;
    this.buffer = buffer;
    this.rows = buffer.capacity() / type.bytes() / dimension;
    this.floats = buffer.asFloatBuffer();
    this.halves = buffer.asShortBuffer();
  }

  /** A copy of the numbers as fp32. */
  public static Rows of(int dimension, float[] values) {
    return of(dimension, values, Type.F32);
  }

  /**
   * A copy of the numbers, rounded to nearest for fp16.
   *
   * @throws IllegalArgumentException if they are no whole rows, or one is not finite as stored
   */
  public static Rows of(int dimension, float[] values, Type type) {
    if (dimension < 1 || values.length % dimension != 0) {
      throw new IllegalArgumentException(
          values.length + " numbers are no whole rows of " + dimension);
    }
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.length, type.bytes()))
            .order(ByteOrder.nativeOrder());
    if (type == Type.F32) {
      buffer.asFloatBuffer().put(values);
    } else {
      ShortBuffer halves = buffer.asShortBuffer();
      for (float value : values) {
        halves.put(HalfFloat.fromFloat(value));
      }
    }
    return checked(new Rows(dimension, type, buffer));
  }

  /**
   * The rows in a direct buffer, from its position to its limit; not copied.
   *
   * @throws IllegalArgumentException if the buffer is not direct or not in native order, holds no
   *     whole rows, or a number is not finite
   */
  public static Rows wrap(int dimension, Type type, ByteBuffer buffer) {
    if (!buffer.isDirect() || buffer.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException("rows need a direct buffer in native byte order");
    }
    if (dimension < 1 || buffer.remaining() % (dimension * type.bytes()) != 0) {
      throw new IllegalArgumentException(
          buffer.remaining() + " bytes are no whole rows of " + dimension + " " + type);
    }
    return checked(new Rows(dimension, type, buffer.slice().order(ByteOrder.nativeOrder())));
  }

  private static Rows checked(Rows rows) {
    int numbers = rows.rows * rows.dimension;
    for (int i = 0; i < numbers; i++) {
      boolean finite =
          rows.type == Type.F32
              ? Float.isFinite(rows.floats.get(i))
              : HalfFloat.isFinite(rows.halves.get(i));
      if (!finite) {
        throw new IllegalArgumentException(
            "row "
                + i / rows.dimension
                + " has a number that is not finite: "
                + rows.get(i / rows.dimension, i % rows.dimension));
      }
    }
    return rows;
  }

  /** The rows [from, to), not copied. */
  public Rows part(int from, int to) {
    if (from < 0 || to < from || to > rows) {
      throw new IllegalArgumentException("no rows " + from + " to " + to + " of " + rows);
    }
    int bytes = dimension * type.bytes();
    ByteBuffer slice = buffer.slice(from * bytes, (to - from) * bytes);
    return new Rows(dimension, type, slice.order(ByteOrder.nativeOrder()));
  }

  /** A copy of the rows at some places, in the order of the places. */
  public Rows pick(int[] places) {
    int bytes = dimension * type.bytes();
    ByteBuffer picked =
        ByteBuffer.allocateDirect(Math.multiplyExact(places.length, bytes))
            .order(ByteOrder.nativeOrder());
    for (int i = 0; i < places.length; i++) {
      picked.put(i * bytes, buffer, places[i] * bytes, bytes);
    }
    return new Rows(dimension, type, picked);
  }

  /** The numbers as they are stored, row by row, in native byte order; not copied. */
  public ByteBuffer bytes() {
    return buffer.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
  }

  /** Numbers a row. */
  public int dimension() {
    return dimension;
  }

  /** How many rows. */
  public int rows() {
    return rows;
  }

  public Type type() {
    return type;
  }

  /** One number. */
  public float get(int row, int d) {
    int at = row * dimension + d;
    return type == Type.F32 ? floats.get(at) : HalfFloat.toFloat(halves.get(at));
  }

  /** The storage, for native engines; keep this object reachable while it is read. */
  ByteBuffer buffer() {
    return buffer;
  }

  /**
   * The inner product of two rows in double precision, summed from the first number to the last.
   */
  double dot(int row, Rows other, int otherRow) {
    double sum = 0;
    for (int d = 0; d < dimension; d++) {
      sum += (double) get(row, d) * other.get(otherRow, d);
    }
    return sum;
  }
}
