package io.seir.similar;

import io.seir.kernels.Kernels;
import io.seir.kernels.Rows;
import io.seir.kernels.TopK;
import java.util.Arrays;

/** The k nearest others of each of a few thousand rows that are in memory. */
final class NeighbourGraph {
  private final int k;
  private final int[] nearest;

  private NeighbourGraph(int k, int[] nearest) {
    this.k = k;
    this.nearest = nearest;
  }

  /**
   * Looks for them, exactly.
   *
   * @param k 1 to 63; as many as there are others in a smaller set
   */
  static NeighbourGraph of(Rows rows, int k, Kernels kernels) {
    int n = rows.rows();
    int wanted = Math.min(k, Math.max(0, n - 1));
    if (wanted == 0) {
      return new NeighbourGraph(0, new int[0]);
    }
    TopK found = kernels.topK(rows, rows, wanted + 1);
    int[] nearest = new int[n * wanted];
    for (int row = 0; row < n; row++) {
      int at = row * wanted;
      // A row with many equals may not be among its own best: then the last one goes.
      for (int i = row * found.k(); at < (row + 1) * wanted; i++) {
        if (found.indices()[i] != row) {
          nearest[at++] = found.indices()[i];
        }
      }
    }
    return new NeighbourGraph(wanted, nearest);
  }

  /** Neighbours per row. */
  int k() {
    return k;
  }

  /** The neighbour of a row at a place, best first. */
  int neighbour(int row, int place) {
    return nearest[row * k + place];
  }

  /** The neighbours of a row, best first. */
  int[] of(int row) {
    return Arrays.copyOfRange(nearest, row * k, (row + 1) * k);
  }
}
