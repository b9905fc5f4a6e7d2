package io.seir.kernels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * The CUDA engine: fp16 rows by tensor cores, fp32 rows by fused multiply-adds, both summed in
 * fp32. Two calls are on the device at once, so that one copies while the other computes; more
 * wait. Only one engine a JVM is of use.
 */
public final class CudaKernels implements Kernels {
  /**
   * The system property that, set to "false", has fp16 rows searched on Hopper as on other GPUs, by
   * mma.sync, not by TMA and wgmma, which takes twice the time (see gpu-checks.md).
   */
  public static final String WGMMA = "seir.cuda.wgmma";

  private static final int SLOTS = 2;
  private static final int TILE = 128;
  private static final int MAX_SPLITS = 128;
  private static final int ALIGNMENT = 16;
  private static final int OUT_OF_MEMORY = 2; // cudaErrorMemoryAllocation
  private static final long MAX_PIXEL_BYTES = 1L << 30;

  private final Gpu gpu;
  private final Semaphore permits = new Semaphore(SLOTS, true);
  private final List<GpuSlot> free = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile String broken = "";
  private volatile boolean closed;

  /** On a given device, for tests. */
  CudaKernels(Gpu gpu) {
    this.gpu = gpu;
    gpu.enter();
    check(NativeCuda.seir_cuda_prepare(hopper()));
    for (int i = 0; i < SLOTS; i++) {
      free.add(new GpuSlot(gpu));
    }
  }

  /**
   * The engine on the first device.
   *
   * @throws UnsupportedOperationException if it was not built, there is no driver or no device, or
   *     CUDA's runtime library is missing; the message says which
   */
  public static CudaKernels create() {
    int[] devices = new int[1];
    try {
      int status = NativeCuda.seir_cuda_devices(devices);
      if (status != 0 || devices[0] == 0) {
        throw new UnsupportedOperationException(
            status == 0 ? "no device" : NativeCuda.seir_cuda_message(status).getString());
      }
    } catch (LinkageError e) {
      throw new UnsupportedOperationException(
          "not in this build (built where nvcc or a GPU was missing)", e);
    }
    try {
      return new CudaKernels(new CudaGpu(!"false".equals(System.getProperty(WGMMA))));
    } catch (LinkageError e) {
      throw new UnsupportedOperationException(
          "there is a GPU, but CUDA's runtime library (libcudart.so.13) was not found; install it"
              + " or add its folder to LD_LIBRARY_PATH",
          e);
    } catch (GpuException | OutOfMemoryError e) { // JavaCPP's own limit is an error
      throw new UnsupportedOperationException("the GPU does not work: " + e.getMessage(), e);
    }
  }

  @Override
  public String engine() {
    return "cuda";
  }

  /** The device, its memory and the driver. */
  public String device() {
    return gpu.description();
  }

  @Override
  public float[] cosine(Rows text, Rows image) {
    Inputs.pairs(text, image);
    int n = text.rows();
    int pitch = pitch(text);
    return call(
        n == 0,
        new float[0],
        List.of(bytes(text), bytes(image), (long) n * Float.BYTES),
        slot -> {
          long a = slot.in(text, pitch);
          long b = slot.in(image, pitch);
          long out = slot.reserve((long) n * Float.BYTES);
          launch(() -> NativeCuda.seir_cuda_cosine(a, b, type(text), n, pitch, out, slot.stream()));
          return slot.floats(out, n);
        });
  }

  @Override
  public TopK topK(Rows queries, Rows database, int k) {
    Inputs.topK(queries, database, k);
    int kept = Math.min(k, database.rows());
    int n = queries.rows();
    int entries = entries((long) n * kept);
    int splits = splits(n, database.rows());
    int pitch = pitch(queries);
    long keyBytes = (long) splits * entries * Long.BYTES;
    return call(
        entries == 0,
        new TopK(kept, new int[0], new float[0]),
        List.of(
            bytes(queries),
            bytes(database),
            keyBytes,
            (long) entries * Integer.BYTES,
            (long) entries * Float.BYTES),
        slot -> {
          long q = slot.in(queries, pitch);
          long m = slot.in(database, pitch);
          long keys = slot.reserve(keyBytes);
          long indices = slot.reserve((long) entries * Integer.BYTES);
          long scores = slot.reserve((long) entries * Float.BYTES);
          launch(
              () ->
                  NativeCuda.seir_cuda_topk(
                      q,
                      m,
                      type(queries),
                      n,
                      database.rows(),
                      pitch,
                      kept,
                      splits,
                      hopper(),
                      keys,
                      indices,
                      scores,
                      slot.stream()));
          return new TopK(kept, slot.ints(indices, entries), slot.floats(scores, entries));
        });
  }

  /** Parts of the database: as many as make work for the whole device. */
  private int splits(int queries, int rows) {
    int blocks = Math.max(1, (queries + TILE - 1) / TILE);
    int tiles = Math.max(1, (rows + TILE - 1) / TILE);
    int wanted = (2 * gpu.multiprocessors() + blocks - 1) / blocks;
    return Math.max(1, Math.min(Math.min(wanted, tiles), MAX_SPLITS));
  }

  @Override
  public Ranks rankOfOwn(Rows text, Rows image) {
    Inputs.pairs(text, image);
    int n = text.rows();
    int pitch = pitch(text);
    long each = (long) n * Integer.BYTES;
    return call(
        n == 0,
        new Ranks(new int[0], new int[0]),
        List.of(bytes(text), bytes(image), each, each, each),
        slot -> {
          long a = slot.in(text, pitch);
          long b = slot.in(image, pitch);
          long own = slot.reserve(each);
          long ofImage = slot.reserve(each);
          long ofText = slot.reserve(each);
          launch(
              () ->
                  NativeCuda.seir_cuda_rank(
                      a, b, type(text), n, pitch, hopper(), own, ofImage, ofText, slot.stream()));
          return new Ranks(slot.ints(ofImage, n), slot.ints(ofText, n));
        });
  }

  @Override
  public float[] ownScores(Rows text, Rows image) {
    Inputs.pairs(text, image);
    int n = text.rows();
    int pitch = pitch(text);
    long each = (long) n * Float.BYTES;
    return call(
        n == 0,
        new float[0],
        List.of(bytes(text), bytes(image), each),
        slot -> {
          long a = slot.in(text, pitch);
          long b = slot.in(image, pitch);
          long own = slot.reserve(each);
          launch(
              () ->
                  NativeCuda.seir_cuda_own(
                      a, b, type(text), n, pitch, hopper(), own, slot.stream()));
          return slot.floats(own, n);
        });
  }

  @Override
  public Ranks countAbove(Rows text, Rows image, float[] textBars, float[] imageBars) {
    Inputs.bars(text, image, textBars, imageBars);
    int n = text.rows();
    int m = image.rows();
    int pitch = pitch(text);
    long ofTexts = (long) n * Integer.BYTES;
    long ofImages = (long) m * Integer.BYTES;
    return call(
        n == 0 || m == 0,
        new Ranks(new int[n], new int[m]),
        List.of(bytes(text), bytes(image), ofTexts, ofImages, ofTexts, ofImages),
        slot -> {
          long a = slot.in(text, pitch);
          long b = slot.in(image, pitch);
          long barsA = slot.in(textBars);
          long barsB = slot.in(imageBars);
          long ofImage = slot.reserve(ofTexts);
          long ofText = slot.reserve(ofImages);
          launch(
              () ->
                  NativeCuda.seir_cuda_above(
                      a,
                      b,
                      type(text),
                      n,
                      m,
                      pitch,
                      hopper(),
                      barsA,
                      barsB,
                      ofImage,
                      ofText,
                      slot.stream()));
          return new Ranks(slot.ints(ofImage, n), slot.ints(ofText, m));
        });
  }

  @Override
  public Pairs pairsAbove(Rows rows, float threshold, int most) {
    Inputs.pairsAbove(threshold, most);
    int n = rows.rows();
    int pitch = pitch(rows);
    int room = (int) Math.min(most, (long) n * (n - 1) / 2);
    long each = (long) room * Integer.BYTES;
    return call(
        n < 2,
        new Pairs(new int[0], new int[0], new float[0]),
        List.of(bytes(rows), each, each, each, (long) Long.BYTES),
        slot -> {
          long a = slot.in(rows, pitch);
          long first = slot.reserve(each);
          long second = slot.reserve(each);
          long scores = slot.reserve(each);
          long count = slot.reserve(Long.BYTES);
          launch(
              () ->
                  NativeCuda.seir_cuda_pairs(
                      a,
                      type(rows),
                      n,
                      pitch,
                      threshold,
                      hopper(),
                      room,
                      first,
                      second,
                      scores,
                      count,
                      slot.stream()));
          long found = slot.longs(count, 1)[0];
          if (found > room) {
            throw new TooManyPairsException(most, threshold);
          }
          int size = (int) found;
          return sorted(slot.ints(first, size), slot.ints(second, size), slot.floats(scores, size));
        });
  }

  private static Pairs sorted(int[] first, int[] second, float[] scores) {
    int[] order =
        IntStream.range(0, first.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(p -> first[p]).thenComparingInt(p -> second[p]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] i = new int[order.length];
    int[] j = new int[order.length];
    float[] s = new float[order.length];
    for (int p = 0; p < order.length; p++) {
      i[p] = first[order[p]];
      j[p] = second[order[p]];
      s[p] = scores[order[p]];
    }
    return new Pairs(i, j, s);
  }

  @Override
  public NearestEarlier nearestEarlier(Rows rows) {
    int n = rows.rows();
    int pitch = pitch(rows);
    long each = (long) n * Integer.BYTES;
    return call(
        n == 0,
        new NearestEarlier(new int[0], new float[0]),
        List.of(bytes(rows), (long) n * Long.BYTES, each, each),
        slot -> {
          long a = slot.in(rows, pitch);
          long best = slot.reserve((long) n * Long.BYTES);
          long indices = slot.reserve(each);
          long scores = slot.reserve(each);
          launch(
              () ->
                  NativeCuda.seir_cuda_nearest(
                      a, type(rows), n, pitch, hopper(), best, indices, scores, slot.stream()));
          return new NearestEarlier(slot.ints(indices, n), slot.floats(scores, n));
        });
  }

  @Override
  public List<SynergyFeatures> synergy(SynergyBatch batch) {
    return synergy(List.of(batch)).get(0);
  }

  /** Rows that batches share are uploaded once. */
  @Override
  public List<List<SynergyFeatures>> synergy(List<SynergyBatch> batches) {
    List<SynergyWork> work =
        batches.stream().filter(b -> b.samples() > 0).map(SynergyWork::new).toList();
    List<Long> rooms = new ArrayList<>();
    Set<Rows> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    for (SynergyWork one : work) {
      one.rooms(rooms);
      shared.addAll(one.rows());
    }
    shared.forEach(rows -> rooms.add(bytes(rows)));
    List<List<SynergyFeatures>> found =
        call(
            work.isEmpty(),
            List.of(),
            rooms,
            slot -> {
              Map<Rows, Long> uploaded = new IdentityHashMap<>();
              shared.forEach(rows -> uploaded.put(rows, slot.in(rows, pitch(rows))));
              work.forEach(one -> one.launch(slot, uploaded, this::launch));
              return work.stream().map(one -> one.features(slot)).toList();
            });
    List<List<SynergyFeatures>> all = new ArrayList<>();
    int next = 0;
    for (SynergyBatch batch : batches) {
      all.add(batch.samples() > 0 ? found.get(next++) : List.of());
    }
    return all;
  }

  @Override
  public ImageSums imageSums(RgbImage image) {
    return imageSums(List.of(image)).get(0);
  }

  @Override
  public List<ImageSums> imageSums(List<RgbImage> images) {
    List<ImageSums> out = new ArrayList<>(images.size());
    int from = 0;
    while (from < images.size()) {
      int to = from;
      long bytes = 0;
      while (to < images.size()
          && (to == from || bytes + DevicePixels.bytes(images.get(to)) <= MAX_PIXEL_BYTES)) {
        bytes += DevicePixels.bytes(images.get(to++));
      }
      out.addAll(sums(images.subList(from, to)));
      from = to;
    }
    return out;
  }

  private List<ImageSums> sums(List<RgbImage> images) {
    int n = images.size();
    int stripWidth = NativeCuda.SEIR_STRIP_WIDTH();
    int stripHeight = NativeCuda.SEIR_STRIP_HEIGHT();
    long[] starts = new long[n + 1];
    int[] shapes = new int[3 * n];
    long[] units = new long[n + 1];
    for (int i = 0; i < n; i++) {
      RgbImage image = images.get(i);
      starts[i + 1] = starts[i] + DevicePixels.bytes(image);
      shapes[3 * i] = image.width();
      shapes[3 * i + 1] = image.height();
      shapes[3 * i + 2] = DevicePixels.pitch(image);
      long across = (image.width() + stripWidth - 1) / stripWidth;
      long down = (image.height() + stripHeight - 1) / stripHeight;
      units[i + 1] = units[i] + across * down;
    }
    int each = NativeCuda.SEIR_IMAGE_SUMS();
    long outBytes = (long) n * each * Long.BYTES;
    return call(
        n == 0,
        List.of(),
        List.of(
            starts[n],
            (long) starts.length * Long.BYTES,
            (long) shapes.length * Integer.BYTES,
            (long) units.length * Long.BYTES,
            outBytes),
        slot -> {
          long pixels = slot.reserve(starts[n]);
          for (int i = 0; i < n; i++) {
            DevicePixels.copy(slot, images.get(i), pixels + starts[i]);
          }
          long startsAt = slot.in(starts);
          long shapesAt = slot.in(shapes);
          long unitsAt = slot.in(units);
          long out = slot.reserve(outBytes);
          launch(
              () ->
                  NativeCuda.seir_cuda_image_sums(
                      pixels, startsAt, shapesAt, unitsAt, n, units[n], out, slot.stream()));
          long[] s = slot.longs(out, n * each);
          List<ImageSums> sums = new ArrayList<>(n);
          for (int i = 0; i < n; i++) {
            sums.add(ImageSums.of(images.get(i), s, i * each));
          }
          return sums;
        });
  }

  /** Numbers of a row on the device, padded to whole 16 bytes. */
  static int pitch(Rows rows) {
    int numbers = ALIGNMENT / rows.type().bytes();
    return (rows.dimension() + numbers - 1) / numbers * numbers;
  }

  private static long bytes(Rows rows) {
    return (long) rows.rows() * pitch(rows) * rows.type().bytes();
  }

  static int type(Rows rows) {
    return rows.type() == Rows.Type.F32 ? NativeCuda.SEIR_F32() : NativeCuda.SEIR_F16();
  }

  private int hopper() {
    return gpu.hopper() ? 1 : 0;
  }

  private static int entries(long entries) {
    if (entries > Integer.MAX_VALUE / Long.BYTES) {
      throw new IllegalArgumentException(entries + " results are too many for one call");
    }
    return (int) entries;
  }

  /** Runs a call on a slot when there is one, unless it has nothing to do. */
  private <T> T call(boolean empty, T nothing, List<Long> pieces, Function<GpuSlot, T> work) {
    open();
    if (empty) {
      return nothing;
    }
    permits.acquireUninterruptibly();
    try {
      open();
      gpu.enter();
      GpuSlot slot = take();
      try {
        slot.begin(pieces.stream().mapToLong(GpuSlot::room).sum());
        return work.apply(slot);
      } catch (OutOfGpuMemoryException e) {
        throw e;
      } catch (GpuException e) {
        broken = String.valueOf(e.getMessage());
        throw e;
      } finally {
        give(slot);
      }
    } finally {
      permits.release();
    }
  }

  private GpuSlot take() {
    lock.lock();
    try {
      return free.remove(free.size() - 1);
    } finally {
      lock.unlock();
    }
  }

  private void give(GpuSlot slot) {
    lock.lock();
    try {
      free.add(slot);
    } finally {
      lock.unlock();
    }
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException("this engine is closed");
    }
    if (!broken.isEmpty()) {
      throw new GpuException(broken);
    }
  }

  private void launch(IntSupplier enqueue) {
    int status = enqueue.getAsInt();
    if (status == OUT_OF_MEMORY) { // of the driver's own; nothing is broken
      throw new OutOfGpuMemoryException(gpu.freeBytes());
    }
    check(status);
  }

  private static void check(int status) {
    if (status != 0) {
      throw new GpuException(
          "CUDA: "
              + NativeCuda.seir_cuda_message(status).getString()
              + "; the GPU is of no use to this process any more, start it again");
    }
  }

  /** Waits for the calls that run, then frees the device. */
  @Override
  public void close() {
    permits.acquireUninterruptibly(SLOTS);
    try {
      if (!closed) {
        closed = true;
        if (broken.isEmpty()) { // else nothing can be freed any more
          gpu.enter();
          free.forEach(GpuSlot::close);
          gpu.close();
        }
      }
    } finally {
      permits.release(SLOTS);
    }
  }
}
