package io.seir.similar;

import io.seir.kernels.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for the neighbours of a block of listed rows: those of one list in that list and the lists
 * nearest to it, one after the other.
 */
final class ListSearch {
  private final RowLists lists;
  private final long[] own;
  private final int kept;
  private final int[] counts;
  private final long[] rows;
  private final float[] scores;

  private ListSearch(RowLists lists, long[] own, int k) {
    this.lists = lists;
    this.own = own;
    this.kept = k + 1; // the row itself is among its own best
    this.counts = new int[own.length];
    this.rows = new long[own.length * kept];
    this.scores = new float[own.length * kept];
  }

  /**
   * The best rows of these lists, called by the numbers they have in the set; without the row
   * itself.
   *
   * @param block of the rows in the order of lists
   * @param k neighbours of a row; fewer if its lists hold fewer
   * @param probes lists for each row, its own included
   */
  static List<Neighbours> of(BlockSearch search, RowLists lists, Block block, int k, int probes)
      throws IOException {
    Rows asked = lists.rows().read(block.from(), block.to());
    ListSearch best = new ListSearch(lists, lists.numbers(block.from(), block.to()), k);
    for (int list = 0; list < lists.lists(); list++) {
      Block own = lists.list(list);
      long from = Math.max(own.from(), block.from());
      long to = Math.min(own.to(), block.to());
      if (from < to) {
        int first = (int) (from - block.from());
        Rows queries = asked.part(first, first + (int) (to - from));
        for (int near : probed(search, lists, list, probes)) {
          best.look(search, near, queries, first);
        }
      }
    }
    return best.others();
  }

  /** A list and those whose centroids are nearest to its own. */
  private static List<Integer> probed(BlockSearch search, RowLists lists, int list, int probes)
      throws IOException {
    RowSet centroids = lists.centroids();
    BlockSearch.Nearest nearest =
        search.nearest(
            centroids.read(list, list + 1), centroids, new Block(0, lists.lists()), probes);
    return IntStream.concat(
            IntStream.of(list), Arrays.stream(nearest.rows()).mapToInt(Math::toIntExact))
        .distinct()
        .limit(probes)
        .boxed()
        .toList();
  }

  private void look(BlockSearch search, int list, Rows asked, int first) throws IOException {
    Block in = lists.list(list);
    if (in.from() < in.to()) {
      BlockSearch.Nearest found = search.nearest(asked, lists.rows(), in, kept);
      long[] numbers =
          RowBlocks.shared()
              .longs(
                  lists.rows().id() + " numbers",
                  in.from(),
                  in.to(),
                  () -> lists.numbers(in.from(), in.to()));
      for (int i = 0; i < asked.rows(); i++) {
        merge(first + i, found, i * found.k(), numbers, in.from());
      }
    }
  }

  /** Both sides are in the order of scores, and equal ones in the order of numbers. */
  private void merge(int row, BlockSearch.Nearest found, int at, long[] numbers, long first) {
    int begin = row * kept;
    int end = begin + counts[row];
    int last = at + found.k();
    int count = Math.min(kept, counts[row] + found.k());
    long[] mergedRows = new long[count];
    float[] mergedScores = new float[count];
    int i = begin;
    int j = at;
    for (int n = 0; n < count; n++) {
      long number = j < last ? numbers[(int) (found.rows()[j] - first)] : 0;
      boolean known =
          j == last
              || (i < end
                  && (scores[i] > found.scores()[j]
                      || (scores[i] == found.scores()[j] && rows[i] < number)));
      mergedScores[n] = known ? scores[i] : found.scores()[j];
      mergedRows[n] = known ? rows[i++] : number;
      j += known ? 0 : 1;
    }
    System.arraycopy(mergedRows, 0, rows, begin, count);
    System.arraycopy(mergedScores, 0, scores, begin, count);
    counts[row] = count;
  }

  private List<Neighbours> others() {
    List<Neighbours> all = new ArrayList<>();
    for (int row = 0; row < own.length; row++) {
      List<Neighbours.Neighbour> nearest = new ArrayList<>();
      for (int at = row * kept; at < row * kept + counts[row]; at++) {
        if (rows[at] != own[row] && nearest.size() < kept - 1) {
          nearest.add(new Neighbours.Neighbour(rows[at], scores[at]));
        }
      }
      all.add(new Neighbours(own[row], nearest));
    }
    return all;
  }
}
