package io.seir.similar;

import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Rows of a set on a plane, near rows near each other: to be looked at. Which rows are on it, and
 * where, depends on the set, on which of its turns are taken, and on the kind of engine alone.
 *
 * <p>For sets of any size, within one process: all names are read, and of the rows those that are
 * on the map, which are held in memory.
 *
 * @param taken rows that could have been on it
 * @param spots in the order of their rows
 */
public record RowMap(long taken, List<Spot> spots) {
  /** Neighbours that draw a row. */
  static final int NEIGHBOURS = 15;

  private static final long SEED = 1;

  /**
   * A row on the map.
   *
   * @param turn that it is of
   * @param x from -1 to 1
   * @param y likewise
   */
  public record Spot(TurnLine turn, float x, float y) {}

  public RowMap {
    spots = List.copyOf(spots);
  }

  /**
   * Draws it.
   *
   * @param wanted which turns may be on it
   * @param most how many are; of more than that, evenly chosen ones
   * @throws io.seir.data.InputException if a file of the set is gone, cut short or damaged
   */
  public static RowMap of(RowSet set, Predicate<TurnLine> wanted, int most, RowSearch how)
      throws IOException {
    long[] taken = taken(set, wanted);
    List<Long> places = new ArrayList<>();
    for (long place : RowSample.places(taken.length, most)) {
      places.add(taken[(int) place]);
    }
    if (places.isEmpty()) {
      return new RowMap(0, List.of());
    }
    Rows rows = SampledRows.read(set, places);
    NeighbourGraph graph =
        NeighbourGraph.of(rows, NEIGHBOURS, SharedKernels.of(how.kernels()).kernels());
    float[] plane = PlaneLayout.of(rows, graph, SEED);
    SortedMap<Long, TurnLine> names = RowNames.of(set, new TreeSet<>(places));
    List<Spot> spots = new ArrayList<>();
    for (TurnLine turn : names.values()) {
      int at = 2 * spots.size();
      spots.add(new Spot(turn, plane[at], plane[at + 1]));
    }
    return new RowMap(taken.length, spots);
  }

  private static long[] taken(RowSet set, Predicate<TurnLine> wanted) throws IOException {
    long[] taken = new long[1024];
    int count = 0;
    for (long from = 0; from < set.rows(); from += RowNames.NEAR) {
      long row = from;
      for (TurnLine turn : set.turns(from, Math.min(set.rows(), from + RowNames.NEAR))) {
        if (wanted.test(turn)) {
          if (count == taken.length) {
            taken = Arrays.copyOf(taken, 2 * count);
          }
          taken[count++] = row;
        }
        row++;
      }
    }
    return Arrays.copyOf(taken, count);
  }
}
