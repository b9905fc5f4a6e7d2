package io.seir.kernels;

/** A device failed. The process cannot use it any more: a CUDA fault stays until it ends. */
public class GpuException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  GpuException(String message) {
    super(message);
  }
}
