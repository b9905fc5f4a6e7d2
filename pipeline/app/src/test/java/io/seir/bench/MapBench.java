package io.seir.bench;

import com.sun.management.OperatingSystemMXBean;
import io.seir.kernels.HalfFloat;
import io.seir.similar.RowMap;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long the map of a report takes, by the number of its points: rows of 512 numbers around 200
 * middles, three times each. Prints a line a size: seconds by the clock, and of processors, which
 * tell more on a machine with other work.
 */
final class MapBench {
  private static final int DIMENSION = 512;
  private static final int GROUPS = 200;
  private static final int RUNS = 3;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private MapBench() {}

  public static void main(String[] arguments) throws IOException {
    String[] sizes = arguments.length == 0 ? new String[] {"5000", "20000"} : arguments;
    Path folder = Files.createTempDirectory("seir-map-bench");
    for (String size : sizes) {
      Path file = folder.resolve(size + ".npy");
      write(file, Integer.parseInt(size));
      RowSet rows = RowSet.ofNpy(List.of(file));
      double[] seconds = new double[RUNS];
      double[] processors = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        long used = SYSTEM.getProcessCpuTime();
        RowMap map = RowMap.of(rows, turn -> true, Integer.MAX_VALUE, RowSearch.AUTO);
        seconds[run] = (System.nanoTime() - start) / 1e9;
        processors[run] = (SYSTEM.getProcessCpuTime() - used) / 1e9;
        check(map);
      }
      System.out.printf(
          Locale.ROOT,
          "%,7d points of %d numbers: %s s by the clock, %s of processors%n",
          rows.rows(),
          DIMENSION,
          shown(seconds),
          shown(processors));
    }
  }

  private static String shown(double[] seconds) {
    return Arrays.toString(Arrays.stream(seconds).map(s -> Math.round(10 * s) / 10.0).toArray());
  }

  /** Rows of one group lie together: the place nearest to a row's is of its own group. */
  private static void check(RowMap map) {
    List<RowMap.Spot> spots = map.spots();
    int own = 0;
    int asked = Math.min(spots.size(), 500);
    for (int i = 0; i < asked; i++) {
      RowMap.Spot spot = spots.get(i);
      int nearest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < spots.size(); j++) {
        double distance = Math.hypot(spot.x() - spots.get(j).x(), spot.y() - spots.get(j).y());
        if (j != i && distance < least) {
          nearest = j;
          least = distance;
        }
      }
      own += nearest % GROUPS == i % GROUPS ? 1 : 0;
    }
    if (own < 0.95 * asked) {
      throw new IllegalStateException(own + " of " + asked + " lie beside their own group");
    }
  }

  private static void write(Path file, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    double[][] middles = new double[GROUPS][DIMENSION];
    for (double[] middle : middles) {
      Arrays.setAll(middle, d -> random.nextGaussian());
    }
    String header =
        String.format(
            Locale.ROOT,
            "{'descr': '<f2', 'fortran_order': False, 'shape': (%d, %d), }",
            rows,
            DIMENSION);
    header += " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
    ByteBuffer row = ByteBuffer.allocate(2 * DIMENSION).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
      out.write(new byte[] {(byte) header.length(), (byte) (header.length() >> 8)});
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < rows; i++) {
        double[] numbers = new double[DIMENSION];
        double squares = 0;
        for (int d = 0; d < DIMENSION; d++) {
          numbers[d] = middles[i % GROUPS][d] + 0.8 * random.nextGaussian();
          squares += numbers[d] * numbers[d];
        }
        row.clear();
        for (double number : numbers) {
          row.putShort(HalfFloat.fromFloat((float) (number / Math.sqrt(squares))));
        }
        out.write(row.array());
      }
    }
  }
}
