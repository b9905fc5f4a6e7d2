package io.seir.kernels;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Times the native CPU engine on the workloads of {@code bench/cpu_baselines.py}, after checking a
 * part of each result against the Java reference. Prints one line a workload: name, median seconds.
 * Run by {@code bench/cpu.sh}, which pins it to one core.
 */
public final class CpuBench {
  private static final int RUNS = 5;
  private static final int D = 768;
  private static final double CLOSE = 1e-5;

  private final Kernels engine = CpuKernels.create();
  private final Kernels reference = new JavaKernels();
  private final Random random = new Random(1);

  private CpuBench() {}

  public static void main(String[] args) {
    CpuBench bench = new CpuBench();
    bench.cosine(Rows.Type.F32);
    bench.topK(Rows.Type.F32);
    bench.ranks(Rows.Type.F16);
    bench.nearestEarlier(Rows.Type.F16);
    bench.synergy(Rows.Type.F32);
    bench.synergy(Rows.Type.F16);
    bench.imageSums();
    System.exit(0);
  }

  private void cosine(Rows.Type type) {
    Rows text = unit(100_000, type);
    Rows image = unit(100_000, type);
    float[] out = engine.cosine(text, image);
    for (int i = 0; i < 100; i++) {
      close(text.dot(i, image, i), out[i]);
    }
    time("cosine 100000x768 f32", () -> engine.cosine(text, image));
  }

  private void topK(Rows.Type type) {
    Rows queries = unit(1000, type);
    Rows database = unit(16_384, type);
    TopK out = engine.topK(queries, database, 16);
    TopK exact = reference.topK(first(queries, 4), database, 16);
    for (int i = 0; i < exact.scores().length; i++) {
      close(exact.scores()[i], out.scores()[i]);
    }
    time("topK 1000x16384x768 k=16 f32", () -> engine.topK(queries, database, 16));
    time("topK, beside sgemm alone", () -> engine.topK(queries, database, 16));
  }

  private void ranks(Rows.Type type) {
    Rows text = unit(4096, type);
    Rows image = unit(4096, type);
    Ranks ranks = engine.rankOfOwn(text, image);
    for (int i = 0; i < 4096; i += 512) {
      double own = text.dot(i, image, i);
      int surely = 0;
      int perhaps = 0;
      for (int j = 0; j < 4096; j++) {
        double other = text.dot(i, image, j);
        surely += other > own + CLOSE ? 1 : 0;
        perhaps += j != i && other > own - CLOSE ? 1 : 0;
      }
      if (ranks.ofImage()[i] < surely || ranks.ofImage()[i] > perhaps) {
        throw new IllegalStateException("rank " + ranks.ofImage()[i] + " is not near " + surely);
      }
    }
    time("rankOfOwn 4096x768 f16, beside sgemm alone", () -> engine.rankOfOwn(text, image));
  }

  private void nearestEarlier(Rows.Type type) {
    Rows rows = unit(8192, type);
    NearestEarlier out = engine.nearestEarlier(rows);
    for (int i = 1; i < 8192; i += 511) {
      double best = -1;
      for (int j = 0; j < i; j++) {
        best = Math.max(best, rows.dot(i, rows, j));
      }
      close(best, out.scores()[i]);
      close(best, rows.dot(i, rows, out.indices()[i]));
    }
    time("nearestEarlier 8192x768 f16, beside half of sgemm", () -> engine.nearestEarlier(rows));
  }

  private void synergy(Rows.Type type) {
    int samples = 64;
    RaggedRows answer = even(samples, 64, type);
    RaggedRows none = new RaggedRows(unit(0, type), new int[samples + 1]);
    RaggedRows patches = even(samples, 256, type);
    RaggedRows globals = RaggedRows.oneEach(unit(samples, type));
    float[] weights = new float[samples * 64];
    Arrays.fill(weights, 1);
    SynergyBatch batch =
        new SynergyBatch(answer, weights, globals, none, new float[0], globals, patches, globals);
    List<SynergyFeatures> out = engine.synergy(batch);
    List<SynergyFeatures> exact = reference.synergy(batch);
    for (int s = 0; s < samples; s++) {
      close(exact.get(s).answerCoverage(), out.get(s).answerCoverage());
      close(exact.get(s).answerGrounding(), out.get(s).answerGrounding());
    }
    String name = type.name().toLowerCase(Locale.ROOT);
    time("synergy 64x(64,256,768) " + name, () -> engine.synergy(batch));
    if (type == Rows.Type.F32) {
      time("synergy, beside sgemm alone", () -> engine.synergy(batch));
    }
  }

  private void imageSums() {
    int[] pixels = random.ints(512 * 512, 0, 1 << 24).toArray();
    RgbImage image = new RgbImage(512, 512, pixels);
    if (!engine.imageSums(image).equals(reference.imageSums(image))) {
      throw new IllegalStateException("imageSums is not exact");
    }
    time("imageQuality 512x512", () -> ImageQuality.of(engine.imageSums(image)));
  }

  private static void time(String name, Runnable work) {
    for (int i = 0; i < 3; i++) {
      work.run();
    }
    double[] seconds = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      work.run();
      seconds[run] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    System.out.printf(Locale.ROOT, "%s\t%.6f%n", name, seconds[RUNS / 2]);
  }

  private static void close(double expected, double actual) {
    if (!(Math.abs(expected - actual) <= CLOSE)) {
      throw new IllegalStateException(actual + " is not " + expected);
    }
  }

  private RaggedRows even(int samples, int each, Rows.Type type) {
    int[] offsets = new int[samples + 1];
    for (int s = 0; s <= samples; s++) {
      offsets[s] = s * each;
    }
    return new RaggedRows(unit(samples * each, type), offsets);
  }

  private Rows unit(int rows, Rows.Type type) {
    float[] values = new float[rows * D];
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int d = 0; d < D; d++) {
        float value = (float) random.nextGaussian();
        values[row * D + d] = value;
        squares += value * value;
      }
      float scale = (float) (1 / Math.sqrt(squares));
      for (int d = 0; d < D; d++) {
        values[row * D + d] *= scale;
      }
    }
    return Rows.of(D, values, type);
  }

  private static Rows first(Rows rows, int count) {
    float[] values = new float[count * D];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i / D, i % D);
    }
    return Rows.of(D, values, rows.type());
  }
}
