package io.seir.similar;

import io.seir.kernels.Rows;
import io.seir.kernels.SharedKernels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches for neighbours within one process, without a pipeline. Each call goes through the whole
 * set, so search for many queries at once.
 */
public final class NearestRows {
  private NearestRows() {}

  /**
   * The nearest rows of a set, best first; equal ones by number.
   *
   * @param queries rows of unit length and of the set's dimension; rounded as the set is stored
   * @param k 1 to 64 per query; fewer are found in a smaller set
   * @return one for each query, whose number is its row
   */
  public static List<Neighbours> of(RowSet set, List<float[]> queries, int k, RowSearch how)
      throws IOException {
    float[] all = new float[queries.size() * set.dimension()];
    for (int q = 0; q < queries.size(); q++) {
      System.arraycopy(queries.get(q), 0, all, q * set.dimension(), set.dimension());
    }
    Rows asked = Rows.of(set.dimension(), all, set.type());
    BlockSearch search =
        new BlockSearch(
            SharedKernels.of(how.kernels()).kernels(), RowBlocks.shared(), how.rowsInBlock());
    return neighbours(search.nearest(asked, set, new Block(0, set.rows()), k), 0, queries.size());
  }

  /** The results of consecutive queries, of which the first has this number. */
  static List<Neighbours> neighbours(BlockSearch.Nearest found, long first, int queries) {
    List<Neighbours> all = new ArrayList<>();
    for (int q = 0; q < queries; q++) {
      List<Neighbours.Neighbour> nearest = new ArrayList<>();
      for (int i = q * found.k(); i < (q + 1) * found.k(); i++) {
        nearest.add(new Neighbours.Neighbour(found.rows()[i], found.scores()[i]));
      }
      all.add(new Neighbours(first + q, nearest));
    }
    return all;
  }
}
