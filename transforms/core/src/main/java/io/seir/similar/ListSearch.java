package io.seir.similar;

import io.seir.kernels.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for the neighbours of a block of listed rows in the lists whose centroids are nearest to
 * each row. Rows that look into the same list are compared with it together.
 */
final class ListSearch {
  private final RowLists lists;
  private final Rows asked;
  private final long[] own;
  private final int kept;
  private final int[] counts;
  private final long[] rows;
  private final float[] scores;

  private ListSearch(RowLists lists, Rows asked, long[] own, int k) {
    this.lists = lists;
    this.asked = asked;
    this.own = own;
    this.kept = k + 1; // the row itself is among its own best
    this.counts = new int[asked.rows()];
    this.rows = new long[asked.rows() * kept];
    this.scores = new float[asked.rows() * kept];
  }

  /**
   * The best rows of each row's lists, called by the numbers they have in the set; without the row
   * itself.
   *
   * @param block of the rows in the order of lists
   * @param k neighbours of a row; fewer if its lists hold fewer
   * @param probes lists for each row
   */
  static List<Neighbours> of(BlockSearch search, RowLists lists, Block block, int k, int probes)
      throws IOException {
    Rows asked = lists.rows().read(block.from(), block.to());
    ListSearch best = new ListSearch(lists, asked, lists.numbers(block.from(), block.to()), k);
    BlockSearch.Nearest probed =
        search.nearest(asked, lists.centroids(), new Block(0, lists.lists()), probes);
    int[] list = Arrays.stream(probed.rows()).mapToInt(Math::toIntExact).toArray();
    int[] order = ListRun.order(list, lists.lists());
    for (int from = 0, to; from < order.length; from = to) {
      to = from + 1;
      while (to < order.length && list[order[to]] == list[order[from]]) {
        to++;
      }
      int[] askers = Arrays.stream(order, from, to).map(place -> place / probed.k()).toArray();
      best.look(search, list[order[from]], askers);
    }
    return best.others();
  }

  private void look(BlockSearch search, int list, int[] askers) throws IOException {
    Block in = lists.list(list);
    if (in.from() < in.to()) {
      BlockSearch.Nearest found = search.nearest(asked.pick(askers), lists.rows(), in, kept);
      long[] numbers =
          RowBlocks.shared()
              .longs(
                  lists.rows().id() + " numbers",
                  in.from(),
                  in.to(),
                  () -> lists.numbers(in.from(), in.to()));
      for (int i = 0; i < askers.length; i++) {
        merge(askers[i], found, i * found.k(), numbers, in.from());
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
