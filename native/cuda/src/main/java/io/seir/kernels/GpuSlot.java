package io.seir.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What one call at a time owns of the device: a stream, pinned memory in two halves that take turns
 * (one is filled while the other is copied), and device memory that grows to the largest call and
 * stays. One thread at a time.
 */
final class GpuSlot implements AutoCloseable {
  private static final int HALF = 8 << 20;
  private static final int ALIGNMENT = 256;

  /** One thread copies some 8 GB a second, a GPU takes 50. */
  private static final int MAX_WRITERS = 8;

  private static final int LEAST_A_WRITER = 1 << 20;

  private final Gpu gpu;
  private final Gpu.Stream stream;
  private final ByteBuffer pinned;
  private long arena;
  private long capacity;
  private long used;
  private int half;

  GpuSlot(Gpu gpu) {
    this.gpu = gpu;
    this.stream = gpu.stream();
    this.pinned = gpu.pinned(2 * HALF);
  }

  long stream() {
    return stream.handle();
  }

  /** Room a piece takes. */
  static long room(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Begins a call that needs so many bytes, pieces rounded up by {@link #room}.
   *
   * @throws OutOfGpuMemoryException if the device has less
   */
  void begin(long bytes) {
    used = 0;
    if (bytes <= capacity) {
      return;
    }
    if (capacity > 0) {
      gpu.free(arena);
      capacity = 0;
    }
    arena = gpu.allocate(bytes);
    capacity = bytes;
  }

  /** The address of a piece whose content is not set. */
  long reserve(long bytes) {
    long at = arena + used;
    used += room(bytes);
    return at;
  }

  /**
   * Something that writes the bytes [from, from + buffer's room) of a piece; several threads may
   * write parts of it.
   */
  @FunctionalInterface
  interface Source {
    void write(long from, ByteBuffer to);
  }

  /** Copies a piece in, whole units at a time, and tells its address. */
  long in(long bytes, int unit, Source source) {
    long address = reserve(bytes);
    copy(address, bytes, unit, source);
    return address;
  }

  /** Copies to an address of a piece. */
  void copy(long address, long bytes, int unit, Source source) {
    int most = HALF / unit * unit;
    for (long done = 0; done < bytes; done += most) {
      int part = (int) Math.min(most, bytes - done);
      stream.await(half);
      write(source, done, part, unit);
      stream.copyIn(address + done, pinned, half * HALF, part);
      stream.record(half);
      half = 1 - half;
    }
  }

  private void write(Source source, long from, int bytes, int unit) {
    int writers = Math.min(MAX_WRITERS, bytes / LEAST_A_WRITER);
    if (writers < 2) {
      source.write(from, window(bytes));
      return;
    }
    int units = bytes / unit;
    ByteBuffer window = window(bytes);
    Parts.run(
        writers,
        i -> {
          int first = (int) ((long) units * i / writers) * unit;
          int end = (int) ((long) units * (i + 1) / writers) * unit;
          source.write(
              from + first, window.slice(first, end - first).order(ByteOrder.nativeOrder()));
        });
  }

  /** Rows, each padded with zeros to the pitch. */
  long in(Rows rows, int pitch) {
    int size = rows.type().bytes();
    int live = rows.dimension() * size;
    int padded = pitch * size;
    ByteBuffer from = rows.buffer();
    return in(
        (long) rows.rows() * padded,
        padded,
        (first, to) -> {
          if (live == padded) {
            to.put(0, from, Math.toIntExact(first), to.remaining());
            return;
          }
          for (int i = 0; i < to.remaining(); i += padded) {
            int row = Math.toIntExact((first + i) / padded);
            to.put(i, from, row * live, live);
            for (int b = live; b < padded; b++) {
              to.put(i + b, (byte) 0);
            }
          }
        });
  }

  long in(int[] numbers) {
    return in(
        (long) numbers.length * Integer.BYTES,
        Integer.BYTES,
        (from, to) ->
            to.asIntBuffer()
                .put(numbers, (int) (from / Integer.BYTES), to.remaining() / Integer.BYTES));
  }

  long in(float[] numbers) {
    return in(
        (long) numbers.length * Float.BYTES,
        Float.BYTES,
        (from, to) ->
            to.asFloatBuffer()
                .put(numbers, (int) (from / Float.BYTES), to.remaining() / Float.BYTES));
  }

  long in(long[] numbers) {
    return in(
        (long) numbers.length * Long.BYTES,
        Long.BYTES,
        (from, to) ->
            to.asLongBuffer().put(numbers, (int) (from / Long.BYTES), to.remaining() / Long.BYTES));
  }

  /** Something that takes the bytes from {@code at} on. */
  @FunctionalInterface
  interface Sink {
    void read(long at, ByteBuffer from);
  }

  /** Copies a piece out when all before is done, and waits for it. */
  void out(long address, long bytes, Sink sink) {
    for (long done = 0; done < bytes; done += HALF) {
      int part = (int) Math.min(HALF, bytes - done);
      stream.await(half);
      stream.copyOut(pinned, half * HALF, address + done, part);
      stream.record(half);
      stream.await(half);
      sink.read(done, window(part));
    }
  }

  float[] floats(long address, int n) {
    float[] out = new float[n];
    out(
        address,
        (long) n * Float.BYTES,
        (at, from) ->
            from.asFloatBuffer()
                .get(out, (int) (at / Float.BYTES), from.remaining() / Float.BYTES));
    return out;
  }

  int[] ints(long address, int n) {
    int[] out = new int[n];
    out(
        address,
        (long) n * Integer.BYTES,
        (at, from) ->
            from.asIntBuffer()
                .get(out, (int) (at / Integer.BYTES), from.remaining() / Integer.BYTES));
    return out;
  }

  long[] longs(long address, int n) {
    long[] out = new long[n];
    out(
        address,
        (long) n * Long.BYTES,
        (at, from) ->
            from.asLongBuffer().get(out, (int) (at / Long.BYTES), from.remaining() / Long.BYTES));
    return out;
  }

  double[] doubles(long address, int n) {
    double[] out = new double[n];
    out(
        address,
        (long) n * Double.BYTES,
        (at, from) ->
            from.asDoubleBuffer()
                .get(out, (int) (at / Double.BYTES), from.remaining() / Double.BYTES));
    return out;
  }

  private ByteBuffer window(int bytes) {
    return pinned.slice(half * HALF, bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    stream.close();
    gpu.freePinned(pinned);
    if (capacity > 0) {
      gpu.free(arena);
      capacity = 0;
    }
  }
}
