package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  /** An engine that works here is not said to be passed over, and one that does not is. */
  @Test
  void theSelectorSaysWhyAndOnlyAutoFallsBack() {
    KernelSelector.Selected auto = KernelSelector.select(KernelSelector.Choice.AUTO);
    String chosen = auto.kernels().engine();
    assertTrue(auto.why().startsWith(chosen + ", the fastest that works here"), auto.why());
    List<String> passed = List.of(auto.why().split("; ")).stream().skip(1).toList();
    if (CudaContract.ON_GPU) {
      assertTrue(chosen.startsWith("cuda"), auto.why());
      assertEquals(List.of(), passed);
    } else {
      assertTrue(!chosen.startsWith("cuda"), auto.why());
      assertTrue(passed.get(0).startsWith("cuda: "), auto.why());
      assertEquals(chosen.equals("java") ? 2 : 1, passed.size(), auto.why());
      String refused =
          assertThrows(
                  UnsupportedOperationException.class,
                  () -> KernelSelector.select(KernelSelector.Choice.CUDA))
              .getMessage();
      assertEquals(passed.get(0).split(" \\(")[0], refused.split(" \\(")[0]);
    }
    KernelSelector.Selected java = KernelSelector.select(KernelSelector.Choice.JAVA);
    assertEquals("java, as asked", java.why());
    assertEquals("java", java.kernels().engine());
  }

  @Test
  void aJvmHasOneEngineForWhateverAsks() {
    Kernels auto = SharedKernels.of(KernelSelector.Choice.AUTO).kernels();
    assertSame(auto, SharedKernels.of(KernelSelector.Choice.AUTO).kernels());
    Kernels java = SharedKernels.of(KernelSelector.Choice.JAVA).kernels();
    assertEquals("java", java.engine());
    if (auto.engine().startsWith("cpu")) {
      assertSame(auto, SharedKernels.of(KernelSelector.Choice.CPU).kernels());
    }
    Rows one = Rows.of(1, new float[] {1});
    assertArrayEquals(new float[] {1}, auto.cosine(one, one), "it is open");
  }

  /** What Java and C++ share is said once, in C++; Java's own limit is no higher than that. */
  @Test
  void sharedNumbersAreThoseOfTheSource() {
    if (KernelSelector.select(KernelSelector.Choice.AUTO).kernels() instanceof CpuKernels) {
      assertEquals(
          SynergyFeatures.class.getRecordComponents().length, NativeCpu.SEIR_SYNERGY_FEATURES());
      assertTrue(NativeCpu.SEIR_TOPK_MAX() >= TopK.MAX);
      assertEquals(HostImages.TAP_BITS, NativeCpu.SEIR_TAP_BITS());
    } else {
      Assumptions.abort("the native CPU engine is not in this build, or not chosen here");
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
