package io.seir.bench;

import io.seir.kernels.HalfFloat;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import io.seir.similar.NearestEarlierRows;
import io.seir.similar.RankOwn;
import io.seir.similar.RowMatch;
import io.seir.similar.RowRanks;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/**
 * Ranks and nearest earlier rows of a large set by the transforms on the DirectRunner, beside the
 * kernels' own rate on rows in memory; every result of a sample of rows is checked in double
 * precision. Arguments: rows, dimension, and a folder for the .npy files, which are made if they
 * are not there.
 */
final class SimilarBench implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SAMPLED = 40;

  /** How far the scores of two engines may lie apart at these dimensions. */
  private static final double ROUNDING = 1e-5;

  private static final Map<Long, RowRanks> RANKS = new ConcurrentHashMap<>();
  private static final Map<Long, RowMatch> EARLIER = new ConcurrentHashMap<>();
  private static final AtomicLong COUNT = new AtomicLong();

  private SimilarBench() {}

  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    int dimension = Integer.parseInt(arguments[1]);
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    RowSet texts = RowSet.ofNpy(List.of(made(folder, "texts", rows, dimension, 1)));
    RowSet images = RowSet.ofNpy(List.of(made(folder, "images", rows, dimension, 2)));
    Kernels kernels = SharedKernels.of(KernelSelector.Choice.AUTO).kernels();
    int block = Math.min(rows, 30_000);
    Rows text = texts.read(0, block);
    Rows image = images.read(0, block);
    kernels.rankOfOwn(text.part(0, block / 4), image.part(0, block / 4));
    double ranks = flops(2.0 * block * block * dimension, () -> kernels.rankOfOwn(text, image));
    double earlier = flops(1.0 * block * block * dimension, () -> kernels.nearestEarlier(image));
    System.out.printf(
        Locale.ROOT,
        "%s, %d x %d fp16, -Xmx %d MB%n",
        kernels.engine(),
        rows,
        dimension,
        Runtime.getRuntime().maxMemory() >> 20);
    double whole = 2.0 * rows * rows * dimension;
    report("ranks", ranks, flops(whole, () -> ranks(texts, images)));
    report("nearest earlier", earlier, flops(whole / 2, () -> earlier(images)));
    check(texts, images);
    String status = Files.readString(Path.of("/proc/self/status"));
    status.lines().filter(line -> line.startsWith("VmHWM")).forEach(System.out::println);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double flops(double operations, Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return operations / ((System.nanoTime() - start) / 1e9);
  }

  private static void report(String what, double kernels, double pipeline) {
    System.out.printf(
        Locale.ROOT,
        "%-16s kernels %.0f GFLOP/s, pipeline %.0f GFLOP/s, ratio %.2f%n",
        what,
        kernels / 1e9,
        pipeline / 1e9,
        pipeline / kernels);
  }

  private static void ranks(RowSet texts, RowSet images) {
    COUNT.set(0);
    long stride = stride(texts);
    Pipeline pipeline = Pipeline.create();
    KvCoder<RowSet, RowSet> coder =
        KvCoder.of(
            io.seir.sample.JsonCoder.of(RowSet.class), io.seir.sample.JsonCoder.of(RowSet.class));
    pipeline
        .apply(Create.of(KV.of(texts, images)).withCoder(coder))
        .apply(RankOwn.with(RowSearch.AUTO))
        .apply(
            ParDo.of(
                new DoFn<RowRanks, Void>() {
                  @ProcessElement
                  public void processElement(@Element RowRanks row) {
                    COUNT.incrementAndGet();
                    if (row.row() % stride == 0) {
                      RANKS.put(row.row(), row);
                    }
                  }
                }));
    pipeline.run().waitUntilFinish();
    verify(COUNT.get() == texts.rows(), "ranks of " + COUNT + " rows");
  }

  private static void earlier(RowSet images) {
    COUNT.set(0);
    long stride = stride(images);
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(images))
        .apply(NearestEarlierRows.with(RowSearch.AUTO))
        .apply(
            ParDo.of(
                new DoFn<RowMatch, Void>() {
                  @ProcessElement
                  public void processElement(@Element RowMatch row) {
                    COUNT.incrementAndGet();
                    if (row.row() % stride == 0) {
                      EARLIER.put(row.row(), row);
                    }
                  }
                }));
    pipeline.run().waitUntilFinish();
    verify(COUNT.get() == images.rows() - 1, "matches of " + COUNT + " rows");
  }

  private static long stride(RowSet set) {
    return Math.max(1, set.rows() / SAMPLED);
  }

  private static void verify(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  /** A sampled row's rank lies between those surely above and those above or too near to call. */
  private static void check(RowSet texts, RowSet images) throws IOException {
    for (RowRanks row : RANKS.values()) {
      Rows text = texts.read(row.row(), row.row() + 1);
      double own = dot(text, 0, images.read(row.row(), row.row() + 1), 0);
      int surely = 0;
      int perhaps = 0;
      double best = Double.NEGATIVE_INFINITY;
      Rows picture = images.read(row.row(), row.row() + 1);
      for (long from = 0; from < images.rows(); from += 20_000) {
        Rows some = images.read(from, Math.min(images.rows(), from + 20_000));
        for (int i = 0; i < some.rows(); i++) {
          double score = dot(text, 0, some, i);
          surely += score > own + ROUNDING ? 1 : 0;
          perhaps += from + i != row.row() && score > own - ROUNDING ? 1 : 0;
          if (from + i < row.row()) {
            best = Math.max(best, dot(picture, 0, some, i));
          }
        }
      }
      verify(surely <= row.ofImage() && row.ofImage() <= perhaps, "rank of row " + row.row());
      RowMatch match = EARLIER.get(row.row());
      if (row.row() > 0) {
        verify(
            match != null && Math.abs(match.score() - best) < ROUNDING,
            "best earlier row of " + row.row());
      }
    }
    System.out.println(RANKS.size() + " rows checked in double precision");
  }

  private static double dot(Rows a, int i, Rows b, int j) {
    double sum = 0;
    for (int d = 0; d < a.dimension(); d++) {
      sum += (double) a.get(i, d) * b.get(j, d);
    }
    return sum;
  }

  /** Random rows of unit length. */
  private static Path made(Path folder, String name, int rows, int dimension, long seed)
      throws IOException {
    Path file = folder.resolve(name + "-" + rows + "x" + dimension + ".npy");
    if (Files.exists(file)) {
      return file;
    }
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String header =
        String.format(
            Locale.ROOT,
            "{'descr': '<f2', 'fortran_order': False, 'shape': (%d, %d), }",
            rows,
            dimension);
    int length = 118;
    Path part = folder.resolve(name + ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 20)) {
      ByteBuffer start = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
      start.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
      start.put((byte) 0).putShort((short) length);
      start.put(
          (header + " ".repeat(length - 1 - header.length()) + "\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(start.array());
      ByteBuffer row = ByteBuffer.allocate(2 * dimension).order(ByteOrder.LITTLE_ENDIAN);
      List<Double> numbers = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        numbers.clear();
        double squares = 0;
        for (int d = 0; d < dimension; d++) {
          double number = random.nextGaussian();
          numbers.add(number);
          squares += number * number;
        }
        row.clear();
        for (double number : numbers) {
          row.putShort(HalfFloat.fromFloat((float) (number / Math.sqrt(squares))));
        }
        out.write(row.array());
      }
    }
    return Files.move(part, file);
  }
}
