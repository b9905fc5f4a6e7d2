package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every engine must do, against the double-precision reference, at awkward sizes. An engine's
 * test extends this.
 */
abstract class KernelsContract {
  private static final long SEED = Long.getLong("seir.seed", 20_261_123);

  protected abstract Kernels engine();

  private final Random random = new Random(SEED);

  /** Rows of unit length, seeded; the seed is printed with every failure. */
  private Rows unit(int rows, int dimension, Rows.Type type) {
    float[] values = new float[rows * dimension];
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int d = 0; d < dimension; d++) {
        values[row * dimension + d] = (float) random.nextGaussian();
        squares += Math.pow(values[row * dimension + d], 2);
      }
      for (int d = 0; d < dimension; d++) {
        values[row * dimension + d] /= (float) Math.sqrt(squares);
      }
    }
    return Rows.of(dimension, values, type);
  }

  /** Whether the engine loses up to one last place after every 16 products of such rows. */
  protected boolean cutsOff(Rows.Type type) {
    return false;
  }

  /**
   * Twice the largest error of a plain fp32 loop over these pairs, and the rounding of one result;
   * where sums are cut off, the last place of the largest sum on the way, as often as they are.
   */
  private double bound(Rows a, Rows b) {
    double worst = 0;
    float largest = 0;
    for (int i = 0; i < Math.min(64, a.rows()); i++) {
      for (int j = 0; j < Math.min(64, b.rows()); j++) {
        float plain = 0;
        for (int d = 0; d < a.dimension(); d++) {
          plain += a.get(i, d) * b.get(j, d);
          largest = Math.max(largest, Math.abs(plain));
        }
        worst = Math.max(worst, Math.abs(plain - a.dot(i, b, j)));
      }
    }
    double cut = cutsOff(a.type()) ? Math.ceil(a.dimension() / 16.0) * Math.ulp(largest) : 0;
    return 2 * worst + Math.ulp(1f) + cut;
  }

  @ParameterizedTest(name = "{0} rows of {1} {2}")
  @CsvSource({
    "0,64,F32",
    "1,64,F16",
    "7,65,F32",
    "31,96,F16",
    "32,128,F32",
    "33,207,F16",
    "207,384,F32",
    "1023,64,F16",
    "4098,64,F32",
    "33,768,F16",
    "33,1152,F32",
    "5,1,F32"
  })
  void cosine(int rows, int dimension, Rows.Type type) {
    Rows text = unit(rows, dimension, type);
    Rows image = unit(rows, dimension, type);
    float[] cosines = engine().cosine(text, image);
    assertEquals(rows, cosines.length);
    double bound = bound(text, image);
    for (int i = 0; i < rows; i++) {
      assertEquals(text.dot(i, image, i), cosines[i], bound, "row " + i + " of seed " + SEED);
    }
  }

  @ParameterizedTest(name = "{0} queries, {1} rows of {2}, k = {3}, {4}")
  @CsvSource({
    "0,5,64,3,F32",
    "5,0,64,3,F32",
    "1,1,64,1,F16",
    "7,31,65,16,F32",
    "33,207,96,64,F16",
    "32,1023,64,16,F32",
    "3,4098,128,5,F16",
    "130,700,72,33,F16",
    "9,10,64,64,F32"
  })
  void topK(int queries, int rows, int dimension, int k, Rows.Type type) {
    Rows q = unit(queries, dimension, type);
    Rows m = unit(rows, dimension, type);
    TopK top = engine().topK(q, m, k);
    assertEquals(Math.min(k, rows), top.k());
    assertEquals(queries * top.k(), top.indices().length);
    double bound = bound(q, m);
    for (int i = 0; i < queries; i++) {
      double[] all = new double[rows];
      for (int j = 0; j < rows; j++) {
        all[j] = q.dot(i, m, j);
      }
      double[] sorted = all.clone();
      Arrays.sort(sorted);
      List<Integer> seen = new ArrayList<>();
      for (int r = 0; r < top.k(); r++) {
        int at = i * top.k() + r;
        assertEquals(all[top.indices()[at]], top.scores()[at], bound, "seed " + SEED);
        assertEquals(sorted[rows - 1 - r], top.scores()[at], bound, "rank " + r + ", seed " + SEED);
        assertTrue(!seen.contains(top.indices()[at]), "each row once");
        seen.add(top.indices()[at]);
      }
    }
  }

  /** Near-duplicates, whose cosines differ in the last places only. */
  @ParameterizedTest
  @EnumSource
  void nearlyEqualRows(Rows.Type type) {
    int dimension = 768;
    Rows one = unit(1, dimension, type);
    float[] values = new float[40 * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = one.get(0, i % dimension) + (float) random.nextGaussian() * 1e-5f * (i % 40);
    }
    Rows rows = Rows.of(dimension, values, type);
    double bound = bound(rows, rows);
    TopK top = engine().topK(rows, rows, 5);
    float[] exact = new JavaKernels().topK(rows, rows, 5).scores();
    assertArrayEquals(exact, top.scores(), (float) bound);
    assertArrayEquals(
        new JavaKernels().cosine(rows, rows), engine().cosine(rows, rows), (float) bound);
  }

  @ParameterizedTest
  @EnumSource
  void equalScoresAreOrderedByIndex(Rows.Type type) {
    float[] values = new float[64 * 600];
    Arrays.fill(values, 0.125f);
    Rows same = Rows.of(64, values, type);
    TopK top = engine().topK(same, same, 10);
    for (int i = 0; i < top.indices().length; i++) {
      assertEquals(i % 10, top.indices()[i]);
      assertEquals(1, top.scores()[i]);
    }
    Ranks ranks = engine().rankOfOwn(same, same);
    assertArrayEquals(new int[600], ranks.ofImage(), "no equal scores above");
    assertArrayEquals(new int[600], ranks.ofText(), "no equal scores above");
  }

  @ParameterizedTest(name = "{0} rows of {1} {2}")
  @CsvSource({
    "0,96,F32",
    "1,96,F16",
    "7,96,F32",
    "33,200,F16",
    "207,96,F32",
    "207,96,F16",
    "600,72,F16"
  })
  void rankOfOwn(int rows, int dimension, Rows.Type type) {
    Rows text = unit(rows, dimension, type);
    Rows image = unit(rows, dimension, type);
    Ranks ranks = engine().rankOfOwn(text, image);
    double bound = bound(text, image);
    for (int i = 0; i < rows; i++) {
      assertRank(ranks.ofImage()[i], i, text, image, bound);
      assertRank(ranks.ofText()[i], i, image, text, bound);
    }
  }

  /** Blocks of any shape count what the whole matrix counts, ties across blocks among them. */
  @ParameterizedTest(name = "{0} rows of {1} {2}, {3} texts and {4} images a block")
  @CsvSource({
    "1,64,F32,1,1",
    "33,64,F16,7,33",
    "207,96,F32,100,31",
    "300,64,F16,300,1",
    "600,72,F16,130,257",
    "600,72,F32,256,600"
  })
  void countsOfBlocksAddUp(int rows, int dimension, Rows.Type type, int texts, int images) {
    Rows text = repeated(unit(rows, dimension, type));
    Rows image = repeated(unit(rows, dimension, type));
    Kernels engine = engine();
    float[] own = new float[rows];
    for (int from = 0; from < rows; from += texts) {
      Rows some = block(text, from, texts);
      float[] bars = engine.ownScores(some, block(image, from, texts));
      System.arraycopy(bars, 0, own, from, bars.length);
    }
    int[] ofImage = new int[rows];
    int[] ofText = new int[rows];
    for (int i = 0; i < rows; i += texts) {
      for (int j = 0; j < rows; j += images) {
        Ranks block =
            engine.countAbove(
                block(text, i, texts),
                block(image, j, images),
                Arrays.copyOfRange(own, i, Math.min(rows, i + texts)),
                Arrays.copyOfRange(own, j, Math.min(rows, j + images)));
        for (int t = 0; t < block.ofImage().length; t++) {
          ofImage[i + t] += block.ofImage()[t];
        }
        for (int m = 0; m < block.ofText().length; m++) {
          ofText[j + m] += block.ofText()[m];
        }
      }
    }
    Ranks whole = engine.rankOfOwn(text, image);
    assertArrayEquals(whole.ofImage(), ofImage, "seed " + SEED);
    assertArrayEquals(whole.ofText(), ofText, "seed " + SEED);
  }

  /** Nothing is above the highest bar, all is above the lowest. */
  @ParameterizedTest
  @EnumSource
  void barsMayBeAnything(Rows.Type type) {
    Rows text = unit(5, 64, type);
    Rows image = unit(9, 64, type);
    float[] low = new float[9];
    Arrays.fill(low, -2);
    float[] high = new float[5];
    Arrays.fill(high, 2);
    Ranks ranks = engine().countAbove(text, image, high, low);
    assertArrayEquals(new int[5], ranks.ofImage());
    assertArrayEquals(new int[] {5, 5, 5, 5, 5, 5, 5, 5, 5}, ranks.ofText());
    Ranks none = engine().countAbove(unit(0, 64, type), image, new float[0], low);
    assertArrayEquals(new int[9], none.ofText());
  }

  /** With every third row like the first, so that there are ties. */
  private static Rows repeated(Rows rows) {
    float[] values = new float[rows.rows() * rows.dimension()];
    for (int i = 0; i < values.length; i++) {
      int row = i / rows.dimension();
      values[i] = rows.get(row % 3 == 0 ? 0 : row, i % rows.dimension());
    }
    return Rows.of(rows.dimension(), values, rows.type());
  }

  private static Rows block(Rows rows, int from, int most) {
    return part(rows, from, Math.min(rows.rows(), from + most));
  }

  /**
   * The rank lies between the counts of those clearly above and those above or too near to call.
   */
  private static void assertRank(int rank, int i, Rows of, Rows among, double bound) {
    double own = of.dot(i, among, i);
    int surely = 0;
    int perhaps = 0;
    for (int j = 0; j < among.rows(); j++) {
      double other = of.dot(i, among, j);
      surely += other > own + 2 * bound ? 1 : 0;
      perhaps += j != i && other > own - 2 * bound ? 1 : 0;
    }
    assertTrue(surely <= rank && rank <= perhaps, surely + " ≤ " + rank + " ≤ " + perhaps);
  }

  @ParameterizedTest(name = "{0} rows of {1}")
  @CsvSource({"0,F16", "1,F32", "7,F16", "33,F32", "207,F16", "207,F32", "600,F16"})
  void pairsAbove(int count, Rows.Type type) {
    Rows rows = unit(count, 64, type);
    float threshold = 0.1f;
    double bound = bound(rows, rows);
    Pairs pairs = engine().pairsAbove(rows, threshold, 1_000_000);
    int surely = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        surely += rows.dot(i, rows, j) > threshold + bound ? 1 : 0;
      }
    }
    assertTrue(pairs.size() >= surely, "none is missed");
    long before = -1;
    for (int p = 0; p < pairs.size(); p++) {
      assertTrue(pairs.first()[p] < pairs.second()[p]);
      long order = (long) pairs.first()[p] * count + pairs.second()[p];
      assertTrue(order > before, "ordered, each once");
      before = order;
      double exact = rows.dot(pairs.first()[p], rows, pairs.second()[p]);
      assertEquals(exact, pairs.scores()[p], bound);
      assertTrue(exact > threshold - bound);
    }
    if (pairs.size() > 1) {
      assertThrows(
          TooManyPairsException.class,
          () -> engine().pairsAbove(rows, threshold, pairs.size() - 1));
    }
  }

  @ParameterizedTest(name = "{0} rows of {1} {2}")
  @CsvSource({
    "0,64,F16",
    "1,64,F32",
    "2,64,F16",
    "7,200,F16",
    "33,64,F32",
    "207,64,F16",
    "207,64,F32",
    "600,72,F16",
    "1023,64,F32"
  })
  void nearestEarlier(int count, int dimension, Rows.Type type) {
    Rows rows = unit(count, dimension, type);
    double bound = bound(rows, rows);
    NearestEarlier nearest = engine().nearestEarlier(rows);
    NearestEarlier exact = new JavaKernels().nearestEarlier(rows);
    assertEquals(count, nearest.indices().length);
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        assertEquals(-1, nearest.indices()[0]);
        assertEquals(Float.NEGATIVE_INFINITY, nearest.scores()[0]);
      } else {
        int j = nearest.indices()[i];
        assertTrue(0 <= j && j < i, "an earlier row");
        assertEquals(rows.dot(i, rows, j), nearest.scores()[i], bound, "seed " + SEED);
        assertEquals(exact.scores()[i], nearest.scores()[i], bound, "seed " + SEED);
      }
    }
  }

  /** Each row is there three times, far apart; the last rows have no likeness but the zeros. */
  @ParameterizedTest
  @EnumSource
  void nearestOfEqualRowsIsTheFirst(Rows.Type type) {
    int distinct = 200;
    int dimension = 64;
    Rows once = unit(distinct, dimension, type);
    float[] values = new float[(3 * distinct + 5) * dimension];
    for (int i = 0; i < 3 * distinct * dimension; i++) {
      values[i] = once.get(i / dimension % distinct, i % dimension);
    }
    Rows rows = Rows.of(dimension, values, type);
    NearestEarlier nearest = engine().nearestEarlier(rows);
    for (int i = distinct; i < 3 * distinct; i++) {
      assertEquals(i % distinct, nearest.indices()[i]);
    }
    for (int i = 3 * distinct; i < 3 * distinct + 5; i++) {
      assertEquals(0, nearest.indices()[i], "all products are zero");
      assertEquals(0, nearest.scores()[i]);
    }
  }

  private SynergyBatch batch(
      int[] texts, int[] captions, int[] patches, int dimension, Rows.Type type) {
    float[] answerWeights = weights(sum(texts));
    float[] captionWeights = weights(sum(captions));
    return new SynergyBatch(
        ragged(texts, dimension, type),
        answerWeights,
        RaggedRows.oneEach(unit(texts.length, dimension, type)),
        ragged(captions, dimension, type),
        captionWeights,
        RaggedRows.oneEach(unit(texts.length, dimension, type)),
        ragged(patches, dimension, type),
        RaggedRows.oneEach(unit(texts.length, dimension, type)));
  }

  private RaggedRows ragged(int[] counts, int dimension, Rows.Type type) {
    int[] offsets = new int[counts.length + 1];
    for (int s = 0; s < counts.length; s++) {
      offsets[s + 1] = offsets[s] + counts[s];
    }
    return new RaggedRows(unit(sum(counts), dimension, type), offsets);
  }

  private static int sum(int[] counts) {
    return Arrays.stream(counts).sum();
  }

  private float[] weights(int n) {
    float[] weights = new float[n];
    for (int i = 0; i < n; i++) {
      weights[i] = random.nextInt(4);
    }
    return weights;
  }

  @ParameterizedTest
  @EnumSource
  void synergy(Rows.Type type) {
    int[] texts = {0, 1, 7, 31, 32, 33, 0, 64};
    int[] captions = {3, 0, 1, 32, 33, 65, 0, 5};
    int[] patches = {49, 64, 0, 7, 33, 207, 0, 256};
    SynergyBatch batch = batch(texts, captions, patches, 192, type);
    List<SynergyFeatures> expected = new JavaKernels().synergy(batch);
    List<SynergyFeatures> actual = engine().synergy(batch);
    double bound = bound(batch.answer.rows(), batch.patches.rows());
    for (int s = 0; s < texts.length; s++) {
      double[] e = numbers(expected.get(s));
      double[] a = numbers(actual.get(s));
      for (int f = 0; f < e.length; f++) {
        assertEquals(e[f], a[f], bound, "feature " + f + " of sample " + s + ", seed " + SEED);
      }
    }
  }

  /** Shapes that nobody thought of; the seed of a failure is in its message. */
  @RepeatedTest(12)
  void anyShape() {
    long seed = Long.getLong("seir.seed", System.nanoTime());
    random.setSeed(seed);
    Rows.Type type = Rows.Type.values()[random.nextInt(2)];
    int dimension = 1 + random.nextInt(random.nextBoolean() ? 100 : 1152);
    int n = random.nextInt(200);
    int k = 1 + random.nextInt(TopK.MAX);
    String shape = n + " of " + dimension + " " + type + ", k " + k + ", -Dseir.seed=" + seed;
    Rows text = unit(n, dimension, type);
    Rows image = unit(n, dimension, type);
    double bound = 2 * bound(text, image);
    JavaKernels exact = new JavaKernels();
    assertArrayEquals(
        exact.cosine(text, image), engine().cosine(text, image), (float) bound, "cosine " + shape);
    assertArrayEquals(
        exact.topK(text, image, k).scores(),
        engine().topK(text, image, k).scores(),
        (float) bound,
        "topK " + shape);
    int[] texts = random.ints(9, 0, 90).toArray();
    int[] captions = random.ints(9, 0, 60).toArray();
    int[] patches = random.ints(9, 0, 400).toArray();
    SynergyBatch batch = batch(texts, captions, patches, dimension, type);
    List<SynergyFeatures> expected = exact.synergy(batch);
    List<SynergyFeatures> features = engine().synergy(batch);
    for (int s = 0; s < texts.length; s++) {
      assertArrayEquals(
          numbers(expected.get(s)),
          numbers(features.get(s)),
          2 * bound(batch.answer.rows(), batch.patches.rows()) + bound,
          "synergy of sample " + s + ", " + shape);
    }
    int width = 1 + random.nextInt(300);
    int height = 1 + random.nextInt(100);
    RgbImage picture = picture(width, height);
    assertEquals(exact.imageSums(picture), engine().imageSums(picture), "seed " + seed);
  }

  private RgbImage picture(int width, int height) {
    byte[] bytes = new byte[RgbImage.CHANNELS * width * height];
    random.nextBytes(bytes);
    RgbImage.Order[] orders = RgbImage.Order.values();
    return new RgbImage(width, height, bytes, orders[random.nextInt(orders.length)]);
  }

  private static double[] numbers(SynergyFeatures f) {
    return new double[] {
      f.answerCoverage(),
      f.captionCoverage(),
      f.answerGrounding(),
      f.captionGrounding(),
      f.redundancy(),
      f.complement(),
      f.answerImage(),
      f.captionImage()
    };
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,9", "3,3", "8,8", "31,33", "64,207", "130,17"})
  void imageSumsAreExact(int width, int height) {
    RgbImage image = picture(width, height);
    assertEquals(new JavaKernels().imageSums(image), engine().imageSums(image));
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % width;
      int y = i / width;
      pixels[i] = image.red(x, y) << 16 | image.green(x, y) << 8 | image.blue(x, y);
    }
    RgbImage same = new RgbImage(width, height, pixels);
    assertEquals(new JavaKernels().imageSums(image), engine().imageSums(same), "the other order");
  }

  /** Once more, or a part of the rows, samples or images by itself, gives the same bits. */
  @ParameterizedTest
  @EnumSource
  void resultsDoNotDependOnTheBatch(Rows.Type type) {
    int dimension = 72;
    Rows text = unit(300, dimension, type);
    Rows image = unit(300, dimension, type);
    float[] cosines = engine().cosine(text, image);
    TopK top = engine().topK(text, image, 5);
    NearestEarlier nearest = engine().nearestEarlier(text);
    for (int size : new int[] {1, 7, 64, 300}) {
      Rows part = part(text, 0, size);
      assertArrayEquals(Arrays.copyOf(cosines, size), engine().cosine(part, part(image, 0, size)));
      NearestEarlier few = engine().nearestEarlier(part);
      assertArrayEquals(Arrays.copyOf(nearest.indices(), size), few.indices());
      assertArrayEquals(Arrays.copyOf(nearest.scores(), size), few.scores());
      TopK some = engine().topK(part, image, 5);
      assertArrayEquals(Arrays.copyOf(top.indices(), size * 5), some.indices());
      assertArrayEquals(Arrays.copyOf(top.scores(), size * 5), some.scores());
    }

    int[] texts = {0, 5, 70, 1};
    int[] captions = {3, 0, 33, 2};
    int[] patches = {49, 300, 7, 0};
    SynergyBatch batch = batch(texts, captions, patches, dimension, type);
    List<SynergyFeatures> all = engine().synergy(batch);
    for (int s = 0; s < texts.length; s++) {
      assertEquals(List.of(all.get(s)), engine().synergy(sample(batch, s)), "sample " + s);
    }
    SynergyBatch none = batch(new int[0], new int[0], new int[0], dimension, type);
    SynergyBatch swapped =
        new SynergyBatch(
            batch.caption,
            batch.captionWeights,
            batch.captionGlobal,
            batch.answer,
            batch.answerWeights,
            batch.answerGlobal,
            batch.patches,
            batch.imageGlobal);
    assertEquals(
        List.of(all, List.of(), engine().synergy(swapped), all),
        engine().synergy(List.of(batch, none, swapped, batch)),
        "several batches of the same rows");

    List<RgbImage> images =
        List.of(picture(5, 300), picture(1, 1), picture(121, 33), picture(512, 64));
    List<ImageSums> together = engine().imageSums(images);
    for (int i = 0; i < images.size(); i++) {
      assertEquals(engine().imageSums(images.get(i)), together.get(i));
    }
  }

  private static Rows part(Rows rows, int from, int to) {
    float[] values = new float[(to - from) * rows.dimension()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(from + i / rows.dimension(), i % rows.dimension());
    }
    return Rows.of(rows.dimension(), values, rows.type());
  }

  private static SynergyBatch sample(SynergyBatch b, int s) {
    return new SynergyBatch(
        sample(b.answer, s),
        Arrays.copyOfRange(b.answerWeights, b.answer.start(s), b.answer.end(s)),
        sample(b.answerGlobal, s),
        sample(b.caption, s),
        Arrays.copyOfRange(b.captionWeights, b.caption.start(s), b.caption.end(s)),
        sample(b.captionGlobal, s),
        sample(b.patches, s),
        sample(b.imageGlobal, s));
  }

  private static RaggedRows sample(RaggedRows rows, int s) {
    return new RaggedRows(
        part(rows.rows(), rows.start(s), rows.end(s)), new int[] {0, rows.count(s)});
  }

  /** Every score passes every bar: what waits to be merged overflows again and again. */
  @ParameterizedTest
  @EnumSource
  void risingScoresAreAllMerged(Rows.Type type) {
    float[] rising = new float[1000 * 8];
    for (int i = 0; i < 1000; i++) {
      rising[i * 8] = i / 1024f;
    }
    Rows query = Rows.of(8, new float[] {1, 0, 0, 0, 0, 0, 0, 0}, type);
    TopK top = engine().topK(query, Rows.of(8, rising, type), TopK.MAX);
    for (int i = 0; i < TopK.MAX; i++) {
      assertEquals(999 - i, top.indices()[i]);
    }
  }

  @Test
  void badArgumentsAreNamedAndLeaveTheEngineUsable() {
    Rows a = unit(3, 64, Rows.Type.F32);
    Kernels engine = engine();
    for (Runnable bad :
        List.<Runnable>of(
            () -> engine.cosine(a, unit(4, 64, Rows.Type.F32)),
            () -> engine.cosine(a, unit(3, 65, Rows.Type.F32)),
            () -> engine.cosine(a, unit(3, 64, Rows.Type.F16)),
            () -> engine.topK(a, a, 0),
            () -> engine.topK(a, a, TopK.MAX + 1),
            () -> engine.rankOfOwn(a, unit(2, 64, Rows.Type.F32)),
            () -> engine.countAbove(a, a, new float[3], new float[2]),
            () -> engine.countAbove(a, unit(3, 65, Rows.Type.F32), new float[3], new float[3]),
            () -> engine.pairsAbove(a, Float.NaN, 1),
            () -> engine.pairsAbove(a, 0, -1))) {
      assertThrows(IllegalArgumentException.class, bad::run);
    }
    assertEquals(3, engine.cosine(a, a).length);
  }

  /** For the tests of engines that can be closed. */
  static void assertClosed(Kernels closed) {
    Rows rows = Rows.of(1, new float[] {1});
    RgbImage image = new RgbImage(1, 1, new int[1]);
    for (Runnable call :
        List.<Runnable>of(
            () -> closed.cosine(rows, rows),
            () -> closed.topK(rows, rows, 1),
            () -> closed.rankOfOwn(rows, rows),
            () -> closed.ownScores(rows, rows),
            () -> closed.countAbove(rows, rows, new float[1], new float[1]),
            () -> closed.pairsAbove(rows, 0, 1),
            () -> closed.nearestEarlier(rows),
            () -> closed.imageSums(image))) {
      assertThrows(IllegalStateException.class, call::run);
    }
  }
}
