package io.seir.kernels;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The CUDA engine with fp16 rows searched by TMA and wgmma, which only Hopper GPUs have. */
class HopperKernelsTest extends CudaContract {
  private static CudaKernels kernels;

  @BeforeAll
  static void open() {
    kernels = open(true);
  }

  @AfterAll
  static void close() {
    close(kernels);
  }

  @Override
  protected Kernels engine() {
    return kernels;
  }
}
