package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the CUDA engine must do beside the contract of all engines, by either kind of kernels. */
abstract class CudaContract extends KernelsContract {
  static final boolean ON_GPU = System.getProperty("seir.requireCuda") != null;

  /** The engine on a GPU with {@code -Dseir.requireCuda}, else on the host. */
  static CudaKernels open(boolean hopper) {
    if (ON_GPU) {
      CudaGpu gpu = new CudaGpu(hopper);
      Assumptions.assumeTrue(!hopper || gpu.hopper(), "no Hopper GPU");
      CudaKernels kernels = new CudaKernels(gpu);
      System.out.println("CUDA tests on " + kernels.device());
      return kernels;
    }
    Assumptions.assumeTrue(
        Files.exists(Path.of(System.getProperty(NativeCuda.LIBRARY))), "built without g++");
    System.out.println("CUDA tests run the kernels' source on the host: no GPU was asked for");
    return new CudaKernels(new HostGpu(hopper));
  }

  /** Tensor cores cut off what does not fit fp32 after every 16 products, where a loop rounds. */
  @Override
  protected boolean cutsOff(Rows.Type type) {
    return type == Rows.Type.F16;
  }

  static void close(CudaKernels kernels) {
    if (kernels != null) {
      kernels.close();
      assertClosed(kernels);
    }
  }

  /** Rows of some megabytes are written for the device by several threads. */
  @ParameterizedTest
  @EnumSource
  void manyRowsArriveAsTheyAre(Rows.Type type) {
    int dimension = 65;
    int rows = 4_000_000 / dimension / type.bytes();
    float[] values = new float[rows * dimension];
    for (int i = 0; i < rows; i++) {
      values[i * dimension + i % dimension] = i % 2048;
    }
    float[] own =
        engine().cosine(Rows.of(dimension, values, type), Rows.of(dimension, values, type));
    for (int i = 0; i < rows; i++) {
      assertEquals((float) (i % 2048) * (i % 2048), own[i], "row " + i);
    }
  }

  @Test
  void outOfMemoryIsNamedAndTheEngineGoesOn() {
    Assumptions.assumeTrue(!ON_GPU, "a GPU has too much memory for this");
    Rows few = Rows.of(64, new float[9 * 64]);
    Rows many = Rows.of(64, new float[100_000 * 64], Rows.Type.F16);
    assertThrows(
        OutOfGpuMemoryException.class, () -> engine().pairsAbove(many, 0, Integer.MAX_VALUE));
    assertEquals(9, engine().cosine(few, few).length);
  }
}
