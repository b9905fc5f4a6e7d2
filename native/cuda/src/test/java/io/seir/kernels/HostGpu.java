package io.seir.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A device of host memory, for the kernels' source built on the host: work is done when it is asked
 * for. Device memory is poisoned and limited, and what is not freed can be counted.
 */
final class HostGpu implements Gpu {
  static final long MEMORY = 1L << 30;
  private static final int POISON = 0xEE;

  private final Map<Long, BytePointer> allocated = new ConcurrentHashMap<>();
  private final boolean hopper;
  private final Patience patience = new Patience(Duration.ofMillis(300));
  private volatile boolean hangs;
  private final AtomicLong copiedIn = new AtomicLong();
  private long used;

  /**
   * @param hopper whether it is to be taken for a Hopper GPU
   */
  HostGpu(boolean hopper) {
    this.hopper = hopper;
  }

  /** Bytes that were copied to the device so far. */
  long copiedIn() {
    return copiedIn.get();
  }

  /** From now on nothing is done that is asked for. */
  void hang() {
    hangs = true;
  }

  @Override
  public String description() {
    return "the host";
  }

  @Override
  public synchronized long freeBytes() {
    return MEMORY - used;
  }

  @Override
  public int multiprocessors() {
    return 3;
  }

  @Override
  public boolean hopper() {
    return hopper;
  }

  @Override
  public synchronized long allocate(long bytes) {
    if (bytes > freeBytes()) {
      throw new OutOfGpuMemoryException(bytes, freeBytes());
    }
    BytePointer memory = new BytePointer(bytes + 256);
    Pointer.memset(memory, POISON, bytes + 256);
    long address = (memory.address() + 255) / 256 * 256;
    allocated.put(address, memory);
    used += bytes + 256;
    return address;
  }

  @Override
  public synchronized void free(long address) {
    BytePointer memory = allocated.remove(address);
    used -= memory.capacity();
    memory.close();
  }

  @Override
  public ByteBuffer pinned(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void freePinned(ByteBuffer buffer) {}

  @Override
  public void enter() {}

  @Override
  public Stream stream() {
    return new Stream() {
      @Override
      public long handle() {
        return 0;
      }

      @Override
      public void copyIn(long to, ByteBuffer from, int at, int bytes) {
        copiedIn.addAndGet(bytes);
        memory(to, bytes).put(0, from, at, bytes);
      }

      @Override
      public void copyOut(ByteBuffer to, int at, long from, int bytes) {
        to.put(at, memory(from, bytes), 0, bytes);
      }

      @Override
      public void record(int event) {}

      @Override
      public void await(int event) {
        patience.until(() -> !hangs);
      }

      @Override
      public void close() {}
    };
  }

  private static ByteBuffer memory(long where, int bytes) {
    return new BytePointer() {
      {
        this.address = where;
        this.limit = bytes;
        this.capacity = bytes;
      }
    }.asByteBuffer();
  }

  @Override
  public void close() {
    if (!allocated.isEmpty()) {
      throw new IllegalStateException(allocated.size() + " pieces of memory were not freed");
    }
  }
}
