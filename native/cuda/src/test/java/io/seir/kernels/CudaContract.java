package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the CUDA engine must do beside the contract of all engines, by either kind of kernels. */
abstract class CudaContract extends KernelsContract {
  static final boolean ON_GPU = System.getProperty("seir.requireCuda") != null;

  /** The engine on a GPU with {@code -Dseir.requireCuda}, else on the host. */
  static CudaKernels open(boolean hopper) {
    if (ON_GPU) {
      CudaKernels kernels = new CudaKernels(new CudaGpu(hopper));
      System.out.println("CUDA tests on " + kernels.device());
      return kernels;
    }
    Assumptions.assumeTrue(
        Files.exists(Path.of(System.getProperty(NativeCuda.LIBRARY))), "built without g++");
    System.out.println("CUDA tests run the kernels' source on the host: no GPU was asked for");
    return new CudaKernels(new HostGpu(hopper));
  }

  static void close(CudaKernels kernels) {
    if (kernels != null) {
      kernels.close();
      Rows rows = Rows.of(1, new float[] {1});
      assertThrows(IllegalStateException.class, () -> kernels.cosine(rows, rows));
    }
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
        OutOfGpuMemoryException.class, () -> engine().pairsAbove(many, 0, Integer.MAX_VALUE));
    assertEquals(9, engine().cosine(few, few).length);
  }

  /** Parts of the database, and rows above and below in a batch, change no bit. */
  @Test
  void resultsDoNotDependOnTheBatch() {
    for (Rows.Type type : Rows.Type.values()) {
      Rows all = rows(300, 72, type);
      TopK whole = engine().topK(all, all, 5);
      float[] values = new float[7 * 72];
      for (int i = 0; i < values.length; i++) {
        values[i] = all.get(i / 72, i % 72);
      }
      TopK part = engine().topK(Rows.of(72, values, type), all, 5);
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
        engine()
            .topK(Rows.of(8, new float[] {1, 0, 0, 0, 0, 0, 0, 0}, Rows.Type.F16), database, 64);
    for (int i = 0; i < 64; i++) {
      assertEquals(999 - i, top.indices()[i]);
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
    List<ImageSums> together = engine().imageSums(images);
    for (int i = 0; i < images.size(); i++) {
      assertEquals(new JavaKernels().imageSums(images.get(i)), together.get(i));
    }
  }

  private static RgbImage image(Random random, int width, int height) {
    return new RgbImage(width, height, random.ints((long) width * height, 0, 1 << 24).toArray());
  }
}
