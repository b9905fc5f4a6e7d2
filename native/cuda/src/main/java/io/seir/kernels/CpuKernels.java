package io.seir.kernels;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The native CPU engine: fp32 accumulation by fused multiply-adds, AVX2 or AVX-512 as the processor
 * has it. Work is parted by rows over the common pool; a row's result does not depend on the parts.
 */
public final class CpuKernels implements Kernels {
  // Every part packs the other side for itself, at the cost of a dozen rows: large parts are
  // better.
  private static final int FEWEST_ROWS_A_PART = 240;
  private static final int MOST_ROWS_A_PART = 960;

  private static final int MAX_ENTRIES = Integer.MAX_VALUE / Double.BYTES;

  private final int isa;
  private volatile boolean closed;

  private CpuKernels(int isa) {
    this.isa = isa;
  }

  /**
   * The engine for this processor.
   *
   * @throws UnsupportedOperationException if it was not built or the processor lacks AVX2; the
   *     message says which
   */
  public static CpuKernels create() {
    int best = isa();
    return withIsa(best);
  }

  /** The engine restricted to an instruction set, for tests: 1 AVX2, 2 AVX-512. */
  static CpuKernels withIsa(int isa) {
    if (isa < 1 || isa > isa()) {
      throw new UnsupportedOperationException("this processor lacks the instruction set " + isa);
    }
    return new CpuKernels(isa);
  }

  private static int isa() {
    try {
      int isa = NativeCpu.seir_cpu_isa();
      if (isa == 0) {
        throw new UnsupportedOperationException("this processor lacks AVX2");
      }
      return isa;
    } catch (LinkageError e) {
      throw new UnsupportedOperationException(
          "the native CPU engine is not in this build (no g++ was found)", e);
    }
  }

  @Override
  public String engine() {
    return isa == 2 ? "cpu-avx512" : "cpu-avx2";
  }

  @Override
  public float[] cosine(Rows text, Rows image) {
    Inputs.pairs(text, image);
    open();
    FloatBuffer out = floats(text.rows());
    parts(
        text.rows(),
        (from, to) ->
            NativeCpu.seir_cpu_cosine(
                isa, text.buffer(), image.buffer(), type(text), from, to, text.dimension(), out));
    return array(out);
  }

  @Override
  public TopK topK(Rows queries, Rows database, int k) {
    Inputs.topK(queries, database, k);
    open();
    int kept = Math.min(k, database.rows());
    if (kept == 0) {
      return new TopK(0, new int[0], new float[0]);
    }
    int entries = entries((long) queries.rows() * kept);
    IntBuffer indices = ints(entries);
    FloatBuffer scores = floats(entries);
    parts(
        queries.rows(),
        (from, to) ->
            NativeCpu.seir_cpu_topk(
                isa,
                queries.buffer(),
                database.buffer(),
                type(queries),
                from,
                to,
                database.rows(),
                queries.dimension(),
                kept,
                indices,
                scores));
    return new TopK(kept, array(indices), array(scores));
  }

  @Override
  public float[] ownScores(Rows text, Rows image) {
    Inputs.pairs(text, image);
    open();
    FloatBuffer own = floats(text.rows());
    parts(
        text.rows(),
        (from, to) ->
            NativeCpu.seir_cpu_own(
                isa, text.buffer(), image.buffer(), type(text), from, to, text.dimension(), own));
    return array(own);
  }

  @Override
  public Ranks countAbove(Rows text, Rows image, float[] textBars, float[] imageBars) {
    Inputs.bars(text, image, textBars, imageBars);
    open();
    FloatBuffer ofTexts = direct(textBars);
    FloatBuffer ofImages = direct(imageBars);
    IntBuffer ofImage = ints(text.rows());
    IntBuffer ofText = ints(image.rows());
    parts(
        text.rows(),
        (from, to) ->
            NativeCpu.seir_cpu_rank(
                isa,
                text.buffer(),
                image.buffer(),
                type(text),
                from,
                to,
                image.rows(),
                text.dimension(),
                ofTexts,
                ofImages,
                ofImage,
                ofText));
    return new Ranks(array(ofImage), array(ofText));
  }

  @Override
  public NearestEarlier nearestEarlier(Rows rows) {
    open();
    IntBuffer indices = ints(rows.rows());
    FloatBuffer scores = floats(rows.rows());
    parts(
        rows.rows(),
        (from, to) ->
            NativeCpu.seir_cpu_nearest(
                isa, rows.buffer(), type(rows), from, to, rows.dimension(), indices, scores));
    return new NearestEarlier(array(indices), array(scores));
  }

  @Override
  public Pairs pairsAbove(Rows rows, float threshold, int most) {
    Inputs.pairsAbove(threshold, most);
    open();
    SortedMap<Long, Pairs> found = new ConcurrentSkipListMap<>();
    AtomicLong total = new AtomicLong();
    parts(
        rows.rows(),
        FEWEST_ROWS_A_PART,
        (from, to) -> {
          if (total.get() <= most) {
            Pairs part = pairs(rows, threshold, most, (int) from, (int) to);
            found.put(from, part);
            total.addAndGet(part.size());
          }
          return 0;
        });
    if (total.get() > most) {
      throw new TooManyPairsException(most, threshold);
    }
    return joined(found.values(), (int) total.get());
  }

  private Pairs pairs(Rows rows, float threshold, int most, int from, int to) {
    long possible = (long) (to - from) * (rows.rows() - from);
    int room = (int) Math.min(most, Math.min(possible, MAX_ENTRIES));
    IntBuffer first = ints(room);
    IntBuffer second = ints(room);
    FloatBuffer scores = floats(room);
    long[] count = new long[1];
    check(
        NativeCpu.seir_cpu_pairs(
            isa,
            rows.buffer(),
            type(rows),
            from,
            to,
            rows.rows(),
            rows.dimension(),
            threshold,
            room,
            first,
            second,
            scores,
            count));
    if (count[0] > room) {
      throw new TooManyPairsException(most, threshold);
    }
    int[] i = new int[(int) count[0]];
    int[] j = new int[i.length];
    float[] s = new float[i.length];
    first.get(i);
    second.get(j);
    scores.get(s);
    return new Pairs(i, j, s);
  }

  private static Pairs joined(Collection<Pairs> parts, int total) {
    int[] first = new int[total];
    int[] second = new int[total];
    float[] scores = new float[total];
    int at = 0;
    for (Pairs part : parts) {
      System.arraycopy(part.first(), 0, first, at, part.size());
      System.arraycopy(part.second(), 0, second, at, part.size());
      System.arraycopy(part.scores(), 0, scores, at, part.size());
      at += part.size();
    }
    return new Pairs(first, second, scores);
  }

  @Override
  public List<SynergyFeatures> synergy(SynergyBatch b) {
    open();
    int each = NativeCpu.SEIR_SYNERGY_FEATURES();
    DoubleBuffer out = direct((long) b.samples() * each * Double.BYTES).asDoubleBuffer();
    try (PointerScope scope = new PointerScope()) {
      NativeCpu.Synergy batch =
          new NativeCpu.Synergy()
              .answer(address(b.answer.rows()))
              .caption(address(b.caption.rows()))
              .patches(address(b.patches.rows()))
              .answer_offsets(new IntPointer(b.answer.offsets()).address())
              .caption_offsets(new IntPointer(b.caption.offsets()).address())
              .patch_offsets(new IntPointer(b.patches.offsets()).address())
              .answer_weights(new FloatPointer(b.answerWeights).address())
              .caption_weights(new FloatPointer(b.captionWeights).address())
              .answer_global(address(b.answerGlobal.rows()))
              .caption_global(address(b.captionGlobal.rows()))
              .image_global(address(b.imageGlobal.rows()))
              .answers(b.answer.rows().rows())
              .captions(b.caption.rows().rows())
              .patch_count(b.patches.rows().rows())
              .type(type(b.answer.rows()))
              .samples(b.samples())
              .pitch(b.answer.rows().dimension());
      int samples = Math.max(1, Math.min(16, b.samples() / (4 * Parts.THREADS)));
      parts(
          b.samples(),
          samples,
          (from, to) -> NativeCpu.seir_cpu_synergy(isa, batch, from, to, out));
    } finally {
      Reference.reachabilityFence(b); // only addresses of its rows were passed
    }
    List<SynergyFeatures> features = new ArrayList<>();
    double[] f = new double[each];
    for (int s = 0; s < b.samples(); s++) {
      out.get(f);
      features.add(new SynergyFeatures(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]));
    }
    return features;
  }

  @Override
  public ImageSums imageSums(RgbImage image) {
    open();
    return HostImages.nativeSums(isa, image);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException("this engine is closed");
    }
  }

  private interface Part {
    int run(long from, long to);
  }

  private static void parts(int rows, Part part) {
    int even = rows / (4 * Parts.THREADS);
    parts(rows, Math.max(FEWEST_ROWS_A_PART, Math.min(MOST_ROWS_A_PART, even)), part);
  }

  private static void parts(int rows, int rowsAPart, Part part) {
    Parts.run(
        (rows + rowsAPart - 1) / rowsAPart, // the last first: it may be the largest
        p -> {
          long from = (long) p * rowsAPart;
          check(part.run(from, Math.min(rows, from + rowsAPart)));
        });
  }

  private static void check(int status) {
    if (status != 0) {
      throw new OutOfMemoryError("the native CPU engine is out of memory");
    }
  }

  private static int type(Rows rows) {
    return rows.type() == Rows.Type.F32 ? NativeCpu.SEIR_F32() : NativeCpu.SEIR_F16();
  }

  private static long address(Rows rows) {
    return new Pointer(rows.buffer()).address();
  }

  private static int entries(long entries) {
    if (entries > MAX_ENTRIES) {
      throw new IllegalArgumentException(entries + " results are too many for one call");
    }
    return (int) entries;
  }

  private static ByteBuffer direct(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  private static FloatBuffer direct(float[] values) {
    return floats(values.length).put(values).rewind();
  }

  private static FloatBuffer floats(int n) {
    return direct((long) n * Float.BYTES).asFloatBuffer();
  }

  private static IntBuffer ints(int n) {
    return direct((long) n * Integer.BYTES).asIntBuffer();
  }

  private static float[] array(FloatBuffer buffer) {
    float[] array = new float[buffer.capacity()];
    buffer.get(array);
    return array;
  }

  private static int[] array(IntBuffer buffer) {
    int[] array = new int[buffer.capacity()];
    buffer.get(array);
    return array;
  }
}
