package io.seir.duplicates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside a search of every pair, by the same rule, that knows nothing of blocks. */
class FindNearDuplicateRowsTest {
  private static final int DIMENSION = 16;
  private static final double LEAST = 0.9;

  @TempDir Path folder;

  private static float[][] rows(int count) {
    Random random = new Random(5);
    float[][] rows = new float[count][DIMENSION];
    for (int i = 0; i < count; i++) {
      boolean repeats = i > 0 && random.nextInt(3) == 0;
      float[] from = repeats ? rows[random.nextInt(i)] : new float[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        rows[i][d] = from[d] + (float) random.nextGaussian() * (repeats ? 0.3f : 1);
      }
    }
    return rows;
  }

  private Path save(float[][] rows) throws IOException {
    String shape = String.format("(%d, %d)", rows.length, DIMENSION);
    StringBuilder header =
        new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }");
    while ((10 + header.length() + 1) % 64 != 0) {
      header.append(' ');
    }
    header.append('\n');
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + rows.length * DIMENSION * 4)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.putShort((short) header.length());
    out.put(header.toString().getBytes(StandardCharsets.US_ASCII));
    for (float[] row : rows) {
      for (float number : row) {
        out.putFloat(number);
      }
    }
    return Files.write(folder.resolve("rows.npy"), out.array());
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int d = 0; d < DIMENSION; d++) {
      product += a[d] * b[d];
      squaresA += a[d] * a[d];
      squaresB += b[d] * b[d];
    }
    return product / Math.sqrt(squaresA * squaresB);
  }

  private static String expected(float[][] rows) {
    int[] group = new int[rows.length];
    SortedMap<Integer, SortedSet<Long>> groups = new TreeMap<>();
    for (int i = 0; i < rows.length; i++) {
      int nearest = -1;
      for (int j = 0; j < i; j++) {
        if (nearest < 0 || cosine(rows[i], rows[j]) > cosine(rows[i], rows[nearest])) {
          nearest = j;
        }
      }
      boolean repeats = nearest >= 0 && cosine(rows[i], rows[nearest]) >= LEAST;
      group[i] = repeats ? group[nearest] : i;
      if (repeats) {
        groups.computeIfAbsent(group[i], g -> new TreeSet<>()).add((long) i);
      }
    }
    List<String> lines = new ArrayList<>();
    groups.forEach((kept, dropped) -> lines.add(kept + " " + dropped));
    lines.sort(null);
    return lines.toString();
  }

  @Test
  void theClustersAreThoseOfEveryPair() throws IOException {
    float[][] rows = rows(200);
    String expected = expected(rows);
    assertTrue(expected.length() > 100, expected);
    RowSet set = RowSet.ofNpy(List.of(save(rows)));
    for (int block : new int[] {7, 64, 500}) {
      Pipeline pipeline = Pipeline.create();
      PCollectionTuple found =
          pipeline
              .apply(Create.of(set))
              .apply(FindNearDuplicateRows.from(LEAST).with(RowSearch.AUTO.withRowsInBlock(block)));
      PAssert.that(found.get(FindNearDuplicates.CLUSTERS))
          .satisfies(
              clusters -> {
                List<String> lines = new ArrayList<>();
                clusters.forEach(one -> lines.add(one.kept().index() + " " + one.dropped()));
                lines.sort(null);
                assertEquals(expected, lines.toString());
                return null;
              });
      PAssert.that(found.get(FindNearDuplicates.NEAREST))
          .satisfies(
              nearest -> {
                long count =
                    nearest.iterator().next().counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
                assertEquals(199, count, "every row but the first has an earlier one");
                return null;
              });
      PAssert.that(found.get(FindNearDuplicates.EXAMPLES))
          .satisfies(
              examples -> {
                examples.forEach(
                    one -> {
                      double cosine =
                          cosine(
                              rows[(int) one.sample().index()], rows[(int) one.earlier().index()]);
                      assertEquals(one.level() / 100.0, cosine, 0.0051);
                    });
                assertTrue(examples.iterator().hasNext());
                return null;
              });
      pipeline.run().waitUntilFinish();
    }
  }
}
