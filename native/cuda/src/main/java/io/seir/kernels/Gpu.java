package io.seir.kernels;

import java.nio.ByteBuffer;

/**
 * What the CUDA engine needs of a device beside kernels: memory, streams, events. Addresses are
 * plain numbers. Faults are {@link GpuException}s; lack of memory is an {@link
 * OutOfGpuMemoryException}.
 */
interface Gpu extends AutoCloseable {
  /** Name, memory and driver, for logs. */
  String description();

  /** Bytes of device memory that are free now. */
  long freeBytes();

  int multiprocessors();

  /** Whether fp16 rows are to be searched by the kernels that only Hopper can run. */
  boolean hopper();

  long allocate(long bytes);

  void free(long address);

  /** Host memory that the device copies from and to by itself; in native order. */
  ByteBuffer pinned(int bytes);

  void freePinned(ByteBuffer buffer);

  /** Makes the device the calling thread's; before all else a thread asks for. */
  void enter();

  Stream stream();

  /** Work in order. */
  interface Stream extends AutoCloseable {
    /** The {@code cudaStream_t}. */
    long handle();

    /** Copies from pinned memory, later. */
    void copyIn(long to, ByteBuffer pinned, int at, int bytes);

    /** Copies to pinned memory, later. */
    void copyOut(ByteBuffer pinned, int at, long from, int bytes);

    /** Remembers, as number 0 or 1, what has been asked for so far. */
    void record(int event);

    /** Sleeps until what was remembered is done; at once if nothing was. */
    void await(int event);

    @Override
    void close();
  }

  @Override
  void close();
}
