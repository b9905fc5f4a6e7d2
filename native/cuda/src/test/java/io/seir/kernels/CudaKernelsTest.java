package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The CUDA engine: on a GPU with {@code -Dseir.requireCuda}, else its kernels' source on the host.
 */
class CudaKernelsTest extends CudaContract {
  private static CudaKernels kernels;

  @BeforeAll
  static void open() {
    kernels = open(false);
  }

  @AfterAll
  static void close() {
    close(kernels);
  }

  @Override
  protected Kernels engine() {
    return kernels;
  }

  /** A device that does not finish what it is asked for costs a worker, not a night. */
  @Test
  void aDeviceThatHangsIsGivenUp() {
    Assumptions.assumeFalse(CudaContract.ON_GPU, "hangs on request only on the host");
    HostGpu gpu = new HostGpu(false);
    CudaKernels hanging = new CudaKernels(gpu);
    Rows one = Rows.of(1, new float[] {1}, Rows.Type.F16);
    assertEquals(1, hanging.cosine(one, one)[0]);
    gpu.hang();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int call = 0; call < 2; call++) {
            GpuException given = assertThrows(GpuException.class, () -> hanging.topK(one, one, 1));
            assertTrue(given.getMessage().contains("is given up"), given.getMessage());
          }
          hanging.close();
        });
  }

  /** What {@code auto} says where the real build meets no GPU; in a JVM of its own. */
  @Test
  void withoutADriverTheSelectorSaysWhy() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WhichEngine.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    String on = CudaContract.ON_GPU ? "cuda, the fastest.* on .*" : "(cpu|java)[^;]*; cuda: \\S.*";
    assertTrue(said.lines().anyMatch(line -> line.matches(on)), said);
    System.out.print(said);
  }

  /** Prints which engine is chosen and why, and does something with it. */
  static final class WhichEngine {
    private WhichEngine() {}

    public static void main(String[] args) {
      KernelSelector.Selected selected = KernelSelector.select(KernelSelector.Choice.AUTO);
      System.out.println(selected.why());
      Rows one = Rows.of(1, new float[] {1});
      if (selected.kernels().cosine(one, one)[0] != 1) {
        throw new IllegalStateException("1 · 1 is not 1");
      }
    }
  }
}
