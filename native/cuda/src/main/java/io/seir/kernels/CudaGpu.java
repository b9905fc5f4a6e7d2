package io.seir.kernels;

import static org.bytedeco.cuda.global.cudart.cudaDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventQuery;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceProperties;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaHostAlloc;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * The first device, through the JavaCPP presets for CUDA. Loads CUDA's runtime library, so it must
 * not be touched where there is no driver.
 */
final class CudaGpu implements Gpu {

  private final int device = GpuIndex.get();
  private final Patience patience = Patience.asSet();
  private final String description;
  private final int multiprocessors;
  private final boolean hopper;
  private final Map<ByteBuffer, BytePointer> pinned = new IdentityHashMap<>();

  /**
   * @param wgmma whether fp16 rows are searched by TMA and wgmma, if the device is a Hopper GPU
   * @throws LinkageError if the runtime library is missing
   * @throws GpuException if the device does not work, or is none that these kernels can run on
   */
  CudaGpu(boolean wgmma) {
    enter();
    int[] version = new int[1];
    int[] processors = new int[1];
    check(cudaDriverGetVersion(version));
    check(cudaDeviceGetAttribute(processors, cudart.cudaDevAttrMultiProcessorCount, device));
    this.multiprocessors = processors[0];
    try (cudaDeviceProp properties = new cudaDeviceProp()) {
      check(cudaGetDeviceProperties(properties, device));
      this.hopper = wgmma && properties.major() == 9 && properties.minor() == 0;
      this.description =
          String.format(
              "%s, sm_%d%d%s, %,d MB, driver for CUDA %d.%d",
              properties.name().getString(),
              properties.major(),
              properties.minor(),
              hopper ? " with wgmma" : "",
              properties.totalGlobalMem() >> 20,
              version[0] / 1000,
              version[0] % 1000 / 10);
    }
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public int multiprocessors() {
    return multiprocessors;
  }

  @Override
  public boolean hopper() {
    return hopper;
  }

  @Override
  public void enter() {
    check(cudaSetDevice(device));
  }

  @Override
  public long freeBytes() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      check(cudaMemGetInfo(free, total));
      return free.get();
    }
  }

  @Override
  public long allocate(long bytes) {
    try (Pointer address = new Pointer()) {
      int status = cudaMalloc(address, bytes);
      if (status == cudart.cudaErrorMemoryAllocation) {
        cudaGetLastError(); // forgets it
        throw new OutOfGpuMemoryException(bytes, freeBytes());
      }
      check(status);
      return address.address();
    }
  }

  @Override
  public void free(long address) {
    try (Pointer pointer = at(address)) {
      check(cudaFree(pointer));
    }
  }

  @Override
  public synchronized ByteBuffer pinned(int bytes) {
    BytePointer pointer = new BytePointer();
    check(cudaHostAlloc(pointer, bytes, cudart.cudaHostAllocDefault));
    ByteBuffer buffer = pointer.capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    pinned.put(buffer, pointer);
    return buffer;
  }

  @Override
  public synchronized void freePinned(ByteBuffer buffer) {
    BytePointer pointer = pinned.remove(buffer);
    if (pointer != null) {
      check(cudaFreeHost(pointer));
      pointer.close();
    }
  }

  private synchronized long address(ByteBuffer buffer) {
    BytePointer pointer = pinned.get(buffer);
    if (pointer == null) {
      throw new IllegalArgumentException("not pinned here");
    }
    return pointer.address();
  }

  @Override
  public Stream stream() {
    return new CudaStream();
  }

  @Override
  public void close() {}

  /** A pointer to memory that is not its own. */
  private static Pointer at(long where) {
    return new Pointer() {
      {
        this.address = where;
      }
    };
  }

  private static void check(int status) {
    if (status != cudart.cudaSuccess) {
      throw new GpuException(
          "CUDA: "
              + cudaGetErrorString(status).getString()
              + "; the GPU is of no use to this process any more, start it again");
    }
  }

  private final class CudaStream implements Stream {
    private final CUstream_st stream = new CUstream_st();
    private final CUevent_st[] events = {new CUevent_st(), new CUevent_st()};

    CudaStream() {
      check(cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking));
      for (CUevent_st event : events) {
        check(cudaEventCreateWithFlags(event, cudart.cudaEventDisableTiming));
      }
    }

    @Override
    public long handle() {
      return stream.address();
    }

    @Override
    public void copyIn(long to, ByteBuffer from, int at, int bytes) {
      copy(to, address(from) + at, bytes, cudart.cudaMemcpyHostToDevice);
    }

    @Override
    public void copyOut(ByteBuffer to, int at, long from, int bytes) {
      copy(address(to) + at, from, bytes, cudart.cudaMemcpyDeviceToHost);
    }

    private void copy(long to, long from, int bytes, int kind) {
      try (Pointer target = at(to);
          Pointer source = at(from)) {
        check(cudaMemcpyAsync(target, source, bytes, kind, stream));
      }
    }

    @Override
    public void record(int event) {
      check(cudaEventRecord(events[event], stream));
    }

    @Override
    public void await(int event) {
      patience.until(
          () -> {
            int status = cudaEventQuery(events[event]);
            if (status == cudart.cudaErrorNotReady) {
              return false;
            }
            check(status);
            return true;
          });
    }

    @Override
    public void close() {
      check(cudaStreamDestroy(stream));
      for (CUevent_st event : events) {
        check(cudaEventDestroy(event));
      }
    }
  }
}
