package io.seir.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Times the CUDA engine as Java uses it: rows and pictures in host memory, results there too. After
 * a check of each result against the Java reference, prints "name, seconds, floor seconds" a line;
 * the floor is what takes longer, the upload or the products. Run by {@code bench/gpu.sh}.
 * Arguments: bytes a second that can be uploaded, and fp16 operations a second.
 */
public final class GpuBench {
  private static final int RUNS = 5;
  private static final int D = 768;
  private static final int ROWS = 131_072;
  private static final int SAMPLES = 2_048;
  private static final int TOKENS = 64;
  private static final int PATCHES = 256;
  private static final int SIDE = 512;
  private static final int PICTURES = 128;
  private static final double CLOSE = 2e-5;

  private final Kernels engine;
  private final double bytesASecond;
  private final double flopASecond;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Kernels reference = new JavaKernels();

  private GpuBench(Kernels engine, double bytesASecond, double flopASecond) {
    this.engine = engine;
    this.bytesASecond = bytesASecond;
    this.flopASecond = flopASecond;
  }

  public static void main(String[] args) {
    KernelSelector.Selected selected = KernelSelector.select(KernelSelector.Choice.CUDA);
    System.err.println(selected.why());
    GpuBench bench =
        new GpuBench(selected.kernels(), Double.parseDouble(args[0]), Double.parseDouble(args[1]));
    bench.searches();
    bench.synergy();
    bench.pictures();
    System.exit(0);
  }

  private void searches() {
    Rows text = unit(ROWS);
    Rows image = unit(ROWS);
    long bytes = 2L * ROWS * D * Short.BYTES;
    double flop = 2.0 * ROWS * ROWS * D;
    String shape = " " + ROWS + " x " + D;

    float[] cosines = engine.cosine(text, image);
    TopK top = engine.topK(text, image, 16);
    TopK exact = reference.topK(text.part(0, 2), image, 16);
    for (int i = 0; i < exact.scores().length; i++) {
      close(exact.scores()[i], top.scores()[i]);
    }
    NearestEarlier nearest = engine.nearestEarlier(text);
    float[] own = engine.ownScores(text, image);
    for (int i = 1; i < ROWS; i += ROWS / 100) {
      close(text.dot(i, image, i), cosines[i]);
      close(text.dot(i, image, i), own[i]);
      close(text.dot(i, text, nearest.indices()[i]), nearest.scores()[i]);
    }
    time("cosine" + shape, bytes, 0, () -> engine.cosine(text, image));
    time("topK" + shape + ", k=16", bytes, flop, () -> engine.topK(text, image, 16));
    time("rankOfOwn" + shape, bytes, flop, () -> engine.rankOfOwn(text, image));
    time("nearestEarlier" + shape, bytes / 2, flop / 2, () -> engine.nearestEarlier(text));
  }

  private void synergy() {
    Rows answers = unit(SAMPLES * TOKENS);
    Rows patches = unit(SAMPLES * PATCHES);
    RaggedRows each = RaggedRows.oneEach(unit(SAMPLES));
    float[] weights = new float[SAMPLES * TOKENS];
    Arrays.fill(weights, 1);
    RaggedRows none = new RaggedRows(answers.part(0, 0), new int[SAMPLES + 1]);
    SynergyBatch batch =
        new SynergyBatch(
            ragged(answers, TOKENS),
            weights,
            each,
            none,
            new float[0],
            each,
            ragged(patches, PATCHES),
            each);
    List<SynergyFeatures> found = engine.synergy(batch);
    double sum = 0;
    for (int t = 0; t < TOKENS; t++) {
      double best = -1;
      for (int p = 0; p < PATCHES; p++) {
        best = Math.max(best, answers.dot(t, patches, p));
      }
      sum += best;
    }
    close(sum / TOKENS, found.get(0).answerCoverage());
    long rows = SAMPLES * (TOKENS + PATCHES + 3L);
    time(
        String.format("synergy %d x (%d, %d, %d)", SAMPLES, TOKENS, PATCHES, D),
        rows * D * Short.BYTES,
        2.0 * SAMPLES * TOKENS * PATCHES * D,
        () -> engine.synergy(batch));
  }

  private void pictures() {
    List<RgbImage> images = new ArrayList<>();
    for (int i = 0; i < PICTURES; i++) {
      byte[] bytes = new byte[SIDE * SIDE * RgbImage.CHANNELS];
      random.nextBytes(bytes);
      images.add(new RgbImage(SIDE, SIDE, bytes, RgbImage.Order.RGB));
    }
    if (!engine.imageSums(images).get(7).equals(reference.imageSums(images.get(7)))) {
      throw new IllegalStateException("other sums than the reference's");
    }
    time(
        String.format("imageQuality %d x %d x %d", PICTURES, SIDE, SIDE),
        (long) PICTURES * SIDE * SIDE * RgbImage.CHANNELS,
        0,
        () -> engine.imageSums(images));
  }

  private static RaggedRows ragged(Rows rows, int each) {
    int[] offsets = new int[rows.rows() / each + 1];
    Arrays.setAll(offsets, i -> i * each);
    return new RaggedRows(rows, offsets);
  }

  private Rows unit(int rows) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(rows * D * Short.BYTES).order(ByteOrder.nativeOrder());
    ShortBuffer halves = buffer.asShortBuffer();
    double[] row = new double[D];
    for (int r = 0; r < rows; r++) {
      double squares = 0;
      for (int d = 0; d < D; d++) {
        row[d] = random.nextDouble() - 0.5;
        squares += row[d] * row[d];
      }
      double scale = 1 / Math.sqrt(squares);
      for (double value : row) {
        halves.put(HalfFloat.fromFloat((float) (value * scale)));
      }
    }
    return Rows.wrap(D, Rows.Type.F16, buffer);
  }

  private static void close(double exact, double found) {
    if (!(Math.abs(exact - found) < CLOSE)) {
      throw new IllegalStateException(found + " where " + exact + " was expected");
    }
  }

  private void time(String name, long bytes, double flop, Runnable run) {
    double[] seconds = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      run.run();
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    double floor = Math.max(bytes / bytesASecond, flop / flopASecond);
    System.out.printf("%s, from Java\t%.6f\t%.6f%n", name, seconds[RUNS / 2], floor);
  }
}
