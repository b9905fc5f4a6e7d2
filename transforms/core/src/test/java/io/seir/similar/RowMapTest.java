package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.kernels.JavaKernels;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planted groups on a plane, beside the plane on which they vary most. */
class RowMapTest {
  private static final int GROUPS = 12;
  private static final int IN_GROUP = 40;
  private static final int DIMENSION = 48;
  private static final int NEAREST = 10;

  @TempDir Path folder;

  /** Rows around as many middles; row i is of group i modulo their number. */
  private static float[][] planted(int groups, int rows, double spread) {
    Random random = new Random(11);
    double[][] middles = new double[groups][DIMENSION];
    for (double[] middle : middles) {
      Arrays.setAll(middle, d -> random.nextGaussian());
    }
    float[][] all = new float[rows][DIMENSION];
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int d = 0; d < DIMENSION; d++) {
        all[row][d] = (float) (middles[row % groups][d] + spread * random.nextGaussian());
        squares += all[row][d] * all[row][d];
      }
      for (int d = 0; d < DIMENSION; d++) {
        all[row][d] /= (float) Math.sqrt(squares);
      }
    }
    return all;
  }

  private static float[] layout(Rows rows, long seed) {
    return PlaneLayout.of(
        rows, NeighbourGraph.of(rows, RowMap.NEIGHBOURS, new JavaKernels()), seed);
  }

  /** The rows nearest to one on the plane, best first. */
  private static int[] near(float[] plane, int row, int k) {
    return IntStream.range(0, plane.length / 2)
        .filter(other -> other != row)
        .boxed()
        .sorted((a, b) -> Double.compare(distance(plane, row, a), distance(plane, row, b)))
        .limit(k)
        .mapToInt(i -> i)
        .toArray();
  }

  private static double distance(float[] plane, int a, int b) {
    return Math.hypot(plane[2 * a] - plane[2 * b], plane[2 * a + 1] - plane[2 * b + 1]);
  }

  /** The share of the nearest rows that are among the nearest on the plane too. */
  private static double kept(Rows rows, float[] plane) {
    NeighbourGraph graph = NeighbourGraph.of(rows, NEAREST, new JavaKernels());
    double kept = 0;
    for (int row = 0; row < rows.rows(); row++) {
      int[] near = near(plane, row, NEAREST);
      kept +=
          Arrays.stream(graph.of(row))
              .filter(one -> Arrays.stream(near).anyMatch(other -> other == one))
              .count();
    }
    return kept / NEAREST / rows.rows();
  }

  /** The share of rows whose nearest row on the plane is of their own group. */
  private static double together(float[] plane) {
    int rows = plane.length / 2;
    long own =
        IntStream.range(0, rows)
            .filter(row -> near(plane, row, 1)[0] % GROUPS == row % GROUPS)
            .count();
    return (double) own / rows;
  }

  @Test
  void plantedGroupsStayTogetherAndNeighboursAreKeptBetterThanByTheAxes() {
    Rows rows = TestRows.rows(planted(GROUPS, GROUPS * IN_GROUP, 0.7));
    float[] axes = PrincipalPlane.of(rows, 1);
    float[] map = layout(rows, 1);
    System.out.printf(
        "neighbours kept: %.3f, by the axes %.3f; own group: %.3f, by the axes %.3f%n",
        kept(rows, map), kept(rows, axes), together(map), together(axes));
    assertEquals(1, together(map), 0.005, "groups stay together");
    assertTrue(together(axes) < 0.9, "which two axes do not show");
    assertTrue(kept(rows, map) > kept(rows, axes) + 0.2, "and neighbours are kept");
  }

  @Test
  void theAxesAreThoseOfTheGreatestVariance() {
    float[][] rows = new float[200][DIMENSION];
    Random random = new Random(3);
    for (float[] row : rows) {
      row[5] = (float) random.nextGaussian();
      row[9] = (float) (random.nextGaussian() / 3);
      row[2] = (float) (random.nextGaussian() / 50);
    }
    float[] plane = PrincipalPlane.of(TestRows.rows(rows), 1);
    double[] x = IntStream.range(0, 200).mapToDouble(i -> plane[2 * i]).toArray();
    double[] y = IntStream.range(0, 200).mapToDouble(i -> plane[2 * i + 1]).toArray();
    double[] fifth = Arrays.stream(rows).mapToDouble(row -> row[5]).toArray();
    double[] ninth = Arrays.stream(rows).mapToDouble(row -> row[9]).toArray();
    assertEquals(1, Math.abs(correlation(x, fifth)), 1e-3);
    assertEquals(1, Math.abs(correlation(y, ninth)), 1e-2);
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double both = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - meanA) * (b[i] - meanB);
      ofA += (a[i] - meanA) * (a[i] - meanA);
      ofB += (b[i] - meanB) * (b[i] - meanB);
    }
    return both / Math.sqrt(ofA * ofB);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherAnotherMap() {
    Rows rows = TestRows.rows(planted(GROUPS, 200, 0.4));
    assertArrayEquals(layout(rows, 1), layout(rows, 1));
    assertFalse(Arrays.equals(layout(rows, 1), layout(rows, 2)));
  }

  @Test
  void placesAreWithinTheirBoundsAndReachThem() {
    float[] map = layout(TestRows.rows(planted(3, 90, 0.4)), 1);
    float farthest = 0;
    for (float place : map) {
      farthest = Math.max(farthest, Math.abs(place));
    }
    assertEquals(1, farthest, 1e-6);
    assertEquals(
        farthest,
        IntStream.range(0, 90).mapToDouble(i -> Math.abs(map[2 * i])).max().orElseThrow(),
        0);
  }

  /** What no link holds together is near all the same, and does not overlap. */
  @Test
  void groupsWithoutALinkLieBesideEachOther() {
    int rows = 400;
    float[] map = layout(TestRows.rows(planted(2, rows, 0.01)), 1);
    double[][] middles = new double[2][2];
    for (int i = 0; i < rows; i++) {
      middles[i % 2][0] += map[2 * i] / (rows / 2.0);
      middles[i % 2][1] += map[2 * i + 1] / (rows / 2.0);
    }
    double[] radius = new double[2];
    for (int i = 0; i < rows; i++) {
      double dx = map[2 * i] - middles[i % 2][0];
      double dy = map[2 * i + 1] - middles[i % 2][1];
      radius[i % 2] = Math.max(radius[i % 2], Math.hypot(dx, dy));
    }
    double apart = Math.hypot(middles[0][0] - middles[1][0], middles[0][1] - middles[1][1]);
    double times = apart / (radius[0] + radius[1]);
    assertTrue(times > 1 && times < 2.5, times + " times their radii apart");
  }

  @Test
  void equalRowsAreSpreadAndNotLost() {
    float[][] equal = new float[50][DIMENSION];
    for (float[] row : equal) {
      row[3] = 1;
    }
    float[] map = layout(TestRows.rows(equal), 1);
    for (float place : map) {
      assertTrue(Float.isFinite(place) && Math.abs(place) <= 1, "place " + place);
    }
    long spots =
        IntStream.range(0, 50).mapToObj(i -> map[2 * i] + " " + map[2 * i + 1]).distinct().count();
    assertEquals(50, spots, "each can be pointed at");
  }

  @Test
  void oneRowTwoRowsAndNone() {
    assertArrayEquals(new float[] {0, 0}, layout(TestRows.rows(planted(1, 1, 0)), 1));
    float[] two = layout(TestRows.rows(planted(2, 2, 0)), 1);
    assertTrue(distance(two, 0, 1) > 0.1);
    assertArrayEquals(new float[0], layout(Rows.of(DIMENSION, new float[0]), 1));
  }

  @Test
  void aMapIsOfTheTurnsThatAreTakenAndOfNoMoreThanWanted() throws IOException {
    RowSet set = TestRows.set(folder, "rows", planted(4, 300, 0.3), 100, 50);
    RowSearch how = RowSearch.AUTO.withKernels(KernelSelector.Choice.JAVA);
    RowMap all = RowMap.of(set, turn -> true, 1000, how);
    assertEquals(300, all.taken());
    assertEquals(300, all.spots().size());
    assertEquals("row-0", all.spots().get(0).turn().name());
    RowMap some = RowMap.of(set, turn -> turn.index() % 3 == 0, 20, how);
    assertEquals(100, some.taken());
    assertEquals(20, some.spots().size());
    assertTrue(some.spots().stream().allMatch(spot -> spot.turn().index() % 3 == 0));
    assertTrue(some.spots().get(19).turn().index() > 280, "chosen from the whole of it");
    assertEquals(some, RowMap.of(set, turn -> turn.index() % 3 == 0, 20, how));
    assertEquals(new RowMap(0, List.of()), RowMap.of(set, turn -> false, 20, how));
  }
}
