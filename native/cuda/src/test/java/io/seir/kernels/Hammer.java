package io.seir.kernels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Four threads on one engine with mixed operations and sizes: every result must be the bits of the
 * first time. Prints the calls made and the resident memory every few seconds. Arguments: seconds,
 * and which engine.
 */
public final class Hammer {
  private static final int THREADS = 4;

  private Hammer() {}

  public static void main(String[] args) throws Exception {
    long seconds = Long.parseLong(args[0]);
    KernelSelector.Selected selected =
        KernelSelector.select(KernelSelector.Choice.valueOf(args[1].toUpperCase(Locale.ROOT)));
    System.out.println(selected.why());
    List<Callable<Object>> jobs = jobs(selected.kernels());
    List<Object> expected = new ArrayList<>();
    for (Callable<Object> job : jobs) {
      expected.add(job.call());
    }
    AtomicLong calls = new AtomicLong();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Random random = new Random(t);
      running.add(
          threads.submit(
              () -> {
                while (System.nanoTime() < end) {
                  int job = random.nextInt(jobs.size());
                  if (!same(expected.get(job), jobs.get(job).call())) {
                    throw new IllegalStateException("job " + job + " gave another result");
                  }
                  calls.incrementAndGet();
                }
                return null;
              }));
    }
    for (long at = 5; at <= seconds; at += 5) {
      Thread.sleep(Math.max(0, (start + at * 1_000_000_000L - System.nanoTime()) / 1_000_000));
      System.out.printf("%d s: %d calls, %s%n", at, calls.get(), resident());
    }
    threads.shutdown();
    for (Future<?> one : running) {
      one.get();
    }
    System.out.println("all results the same");
  }

  private static List<Callable<Object>> jobs(Kernels kernels) {
    List<Callable<Object>> jobs = new ArrayList<>();
    for (int n : new int[] {1, 33, 500}) {
      for (Rows.Type type : Rows.Type.values()) {
        Rows a = rows(n, 96 + n % 7, type);
        Rows b = rows(n, 96 + n % 7, type);
        jobs.add(() -> kernels.cosine(a, b));
        jobs.add(() -> kernels.topK(a, b, 9));
        jobs.add(() -> kernels.rankOfOwn(a, b));
        jobs.add(() -> kernels.pairsAbove(a, 0.2f, 200_000));
        jobs.add(() -> kernels.nearestEarlier(a));
        RaggedRows each = RaggedRows.oneEach(a);
        RaggedRows all = new RaggedRows(b, new int[] {0, n});
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        RaggedRows one = RaggedRows.oneEach(rows(1, 96 + n % 7, type));
        jobs.add(() -> kernels.synergy(new SynergyBatch(all, ones, one, all, ones, one, all, one)));
        jobs.add(
            () ->
                kernels.synergy(new SynergyBatch(each, ones, each, each, ones, each, each, each)));
      }
      RgbImage image = new RgbImage(n, n, new Random(n).ints((long) n * n, 0, 1 << 24).toArray());
      jobs.add(() -> kernels.imageSums(image));
    }
    return jobs;
  }

  private static Rows rows(int n, int dimension, Rows.Type type) {
    Random random = new Random(n);
    float[] values = new float[n * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() / 10;
    }
    return Rows.of(dimension, values, type);
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof float[] x && b instanceof float[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof TopK x && b instanceof TopK y) {
      return Arrays.equals(x.indices(), y.indices()) && Arrays.equals(x.scores(), y.scores());
    }
    if (a instanceof Ranks x && b instanceof Ranks y) {
      return Arrays.equals(x.ofImage(), y.ofImage()) && Arrays.equals(x.ofText(), y.ofText());
    }
    if (a instanceof Pairs x && b instanceof Pairs y) {
      return Arrays.equals(x.first(), y.first())
          && Arrays.equals(x.second(), y.second())
          && Arrays.equals(x.scores(), y.scores());
    }
    if (a instanceof NearestEarlier x && b instanceof NearestEarlier y) {
      return Arrays.equals(x.indices(), y.indices()) && Arrays.equals(x.scores(), y.scores());
    }
    return a.equals(b);
  }

  private static String resident() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .findFirst()
        .orElse("memory unknown");
  }
}
