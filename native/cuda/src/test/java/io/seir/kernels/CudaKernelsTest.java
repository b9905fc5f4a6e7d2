package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The CUDA engine: on a GPU with {@code -Dseir.requireCuda}, else its kernels' source on the host.
 */
class CudaKernelsTest extends KernelsContract {
  private static final boolean ON_GPU = System.getProperty("seir.requireCuda") != null;
  private static CudaKernels kernels;

  @BeforeAll
  static void open() {
    if (ON_GPU) {
      kernels = CudaKernels.create();
      System.out.println("CUDA tests on " + kernels.device());
      return;
    }
    Assumptions.assumeTrue(
        Files.exists(Path.of(System.getProperty(NativeCuda.LIBRARY))), "built without g++");
    System.out.println("CUDA tests run the kernels' source on the host: no GPU was asked for");
    kernels = new CudaKernels(new HostGpu());
  }

  @AfterAll
  static void close() {
    if (kernels != null) {
      kernels.close();
      Rows rows = Rows.of(1, new float[] {1});
      assertThrows(IllegalStateException.class, () -> kernels.cosine(rows, rows));
    }
  }

  @Override
  protected Kernels engine() {
    return kernels;
  }

  private static Rows rows(int n, int dimension, Rows.Type type) {
    Random random = new Random(n);
    float[] values = new float[n * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 10;
    }
    return Rows.of(dimension, values, type);
  }

  @Test
  void outOfMemoryIsNamedAndTheEngineGoesOn() {
    Assumptions.assumeTrue(!ON_GPU, "a GPU has too much memory for this");
    Rows few = rows(9, 64, Rows.Type.F32);
    Rows many = rows(100_000, 64, Rows.Type.F16);
    assertThrows(
        OutOfGpuMemoryException.class, () -> kernels.pairsAbove(many, 0, Integer.MAX_VALUE));
    assertEquals(9, kernels.cosine(few, few).length);
  }

  /** Parts of the database, and rows above and below in a batch, change no bit. */
  @Test
  void resultsDoNotDependOnTheBatch() {
    for (Rows.Type type : Rows.Type.values()) {
      Rows all = rows(300, 72, type);
      TopK whole = kernels.topK(all, all, 5);
      float[] values = new float[7 * 72];
      for (int i = 0; i < values.length; i++) {
        values[i] = all.get(i / 72, i % 72);
      }
      TopK part = kernels.topK(Rows.of(72, values, type), all, 5);
      assertArrayEquals(java.util.Arrays.copyOf(whole.indices(), 35), part.indices());
      assertArrayEquals(java.util.Arrays.copyOf(whole.scores(), 35), part.scores());
    }
  }

  /** Every score passes every bar: the candidates' buffers overflow again and again. */
  @Test
  void risingScoresAreAllMerged() {
    float[] rising = new float[1000 * 8];
    for (int i = 0; i < 1000; i++) {
      rising[i * 8] = i / 1024f;
    }
    Rows database = Rows.of(8, rising, Rows.Type.F16);
    TopK top =
        kernels.topK(Rows.of(8, new float[] {1, 0, 0, 0, 0, 0, 0, 0}, Rows.Type.F16), database, 64);
    for (int i = 0; i < 64; i++) {
      assertEquals(999 - i, top.indices()[i]);
    }
  }

  /** What {@code auto} says where the real build meets no GPU; in a JVM of its own. */
  @Test
  void withoutADriverTheSelectorSaysWhy() throws Exception {
    Assumptions.assumeTrue(!ON_GPU, "there is a GPU");
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
    assertTrue(said.contains("cuda: "), said);
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

  @Test
  void imagesTakenTogetherAreTheSumsOfEach() {
    Random random = new Random(3);
    List<RgbImage> images =
        List.of(
            image(random, 5, 300),
            image(random, 1, 1),
            image(random, 121, 33),
            image(random, 512, 64));
    List<ImageSums> together = kernels.imageSums(images);
    for (int i = 0; i < images.size(); i++) {
      assertEquals(new JavaKernels().imageSums(images.get(i)), together.get(i));
    }
  }

  private static RgbImage image(Random random, int width, int height) {
    return new RgbImage(width, height, random.ints((long) width * height, 0, 1 << 24).toArray());
  }
}
