package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The native CPU engine on every instruction set of this processor. */
class CpuKernelsTest {
  private abstract static class OnIsa extends KernelsContract {
    private final int isa;

    OnIsa(int isa) {
      this.isa = isa;
    }

    @Override
    protected Kernels engine() {
      try {
        return CpuKernels.withIsa(isa);
      } catch (UnsupportedOperationException e) {
        return Assumptions.abort(e.getMessage());
      }
    }

    @Test
    void aClosedEngineSaysSo() {
      Kernels kernels = engine();
      kernels.close();
      assertClosed(kernels);
    }
  }

  @Nested
  class Avx2 extends OnIsa {
    Avx2() {
      super(1);
    }
  }

  @Nested
  class Avx512 extends OnIsa {
    Avx512() {
      super(2);
    }
  }

  @Test
  void theSelectorSaysWhyAndOnlyAutoFallsBack() {
    KernelSelector.Selected auto = KernelSelector.select(KernelSelector.Choice.AUTO);
    assertEquals(true, auto.why().startsWith(auto.kernels().engine()), auto.why());
    assertEquals(true, auto.why().contains("cuda"), auto.why());
    assertEquals("java", KernelSelector.select(KernelSelector.Choice.JAVA).kernels().engine());
    if (!CudaContract.ON_GPU) {
      assertThrows(
          UnsupportedOperationException.class,
          () -> KernelSelector.select(KernelSelector.Choice.CUDA));
    }
  }

  @BeforeAll
  static void sayWhatIsTested() {
    System.out.println("kernels: " + KernelSelector.select(KernelSelector.Choice.AUTO).why());
  }

  @Test
  void fourThreadsOnOneEngineAgree() throws Exception {
    Kernels kernels = KernelSelector.select(KernelSelector.Choice.AUTO).kernels();
    Random random = new Random(9);
    float[] values = new float[200 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 0.1f;
    }
    Rows rows = Rows.of(64, values);
    TopK expected = kernels.topK(rows, rows, 8);
    var pool = java.util.concurrent.Executors.newFixedThreadPool(4);
    try {
      List<java.util.concurrent.Callable<TopK>> calls =
          java.util.Collections.nCopies(200, () -> kernels.topK(rows, rows, 8));
      for (var future : pool.invokeAll(calls)) {
        assertArrayEquals(expected.scores(), future.get().scores());
        assertArrayEquals(expected.indices(), future.get().indices());
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
