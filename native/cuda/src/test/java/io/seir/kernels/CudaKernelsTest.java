package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void rowsThatBatchesShareAreUploadedOnce() {
    Assumptions.assumeFalse(CudaContract.ON_GPU, "bytes are counted only on the host");
    HostGpu gpu = new HostGpu(false);
    try (CudaKernels counted = new CudaKernels(gpu)) {
      RaggedRows rows = RaggedRows.single(64, new float[400 * 64]);
      RaggedRows global = RaggedRows.single(64, new float[64]);
      float[] weights = new float[400];
      SynergyBatch batch =
          new SynergyBatch(rows, weights, global, rows, weights, global, rows, global);
      counted.synergy(batch);
      long once = gpu.copiedIn();
      assertTrue(once >= 400 * 64 * Short.BYTES, "the rows");
      counted.synergy(List.of(batch, batch));
      long both = gpu.copiedIn() - once;
      assertTrue(both < once + 400 * 64 * Short.BYTES, once + " bytes for one, " + both);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "gpu0", "", "1000"})
  void anIndexThatIsNoneIsRejected(String index) {
    String before = System.getProperty(GpuIndex.PROPERTY);
    try {
      System.setProperty(GpuIndex.PROPERTY, "3");
      assertEquals(3, GpuIndex.get());
      System.setProperty(GpuIndex.PROPERTY, index);
      assertThrows(IllegalArgumentException.class, GpuIndex::get);
    } finally {
      if (before == null) {
        System.clearProperty(GpuIndex.PROPERTY);
      } else {
        System.setProperty(GpuIndex.PROPERTY, before);
      }
    }
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
