package io.seir.kernels;

/** A call needs more memory than the device has free; the engine stays usable. */
public final class OutOfGpuMemoryException extends GpuException {
  private static final long serialVersionUID = 1;

  /** For what the driver itself needs, which does not say how much. */
  OutOfGpuMemoryException(long free) {
    super(
        String.format(
            "the GPU has %,d MB free, too little to launch; use smaller batches or --kernels=cpu",
            free >> 20));
  }

  OutOfGpuMemoryException(long bytes, long free) {
    super(
        String.format(
            "the GPU has %,d MB free and %,d MB are needed; use smaller batches or --kernels=cpu",
            free >> 20, bytes >> 20));
  }
}
