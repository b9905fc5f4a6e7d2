package io.seir.similar;

import io.seir.kernels.Kernels;
import io.seir.kernels.NearestEarlier;
import io.seir.kernels.Ranks;
import io.seir.kernels.Rows;
import io.seir.kernels.TopK;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares a block of rows with all rows of a set, which are read block by block. A row's result
 * does not depend on the blocks: the kernels give a pair of rows the same score whatever rows are
 * next to it, and among equal scores the smaller row number wins.
 */
final class BlockSearch {
  /** Bytes of a block that rows are compared with: large enough to hide the cost of a call. */
  private static final long BLOCK_BYTES = 32L << 20;

  private final Kernels kernels;
  private final RowBlocks blocks;
  private final int rowsInBlock;

  /**
   * @param rowsInBlock rows to compare with at a time; 0 for a fast default
   */
  BlockSearch(Kernels kernels, RowBlocks blocks, int rowsInBlock) {
    this.kernels = kernels;
    this.blocks = blocks;
    this.rowsInBlock = rowsInBlock;
  }

  /** Rows in a block that others are compared with: every set has a fixed grid of such blocks. */
  long rowsInBlock(RowSet set) {
    return rowsInBlock > 0 ? rowsInBlock : Math.max(1024, BLOCK_BYTES / set.rowBytes());
  }

  /** The rows [from, to), out of the block that others are compared with if they are all in one. */
  private Rows rows(RowSet set, long from, long to) throws IOException {
    long size = rowsInBlock(set);
    long first = from / size * size;
    long end = Math.min(set.rows(), first + size);
    return to <= end
        ? blocks.rows(set, first, end).part((int) (from - first), (int) (to - first))
        : set.read(from, to);
  }

  /** Nearest rows, best first, {@code k} per query; fewer if the set has fewer. */
  record Nearest(int k, long[] rows, float[] scores) {}

  /**
   * The k best rows of a set for each of the rows [from, to).
   *
   * @param others whether the queries are rows of the set themselves, and each leaves itself out
   */
  Nearest nearest(RowSet queries, long from, long to, RowSet set, int k, boolean others)
      throws IOException {
    Rows asked = others ? rows(set, from, to) : queries.read(from, to);
    int wanted = (int) Math.min(others ? k + 1 : k, set.rows());
    Nearest best = nearest(asked, set, new Block(0, set.rows()), wanted);
    return others ? withoutOwn(best, from, asked.rows(), k) : best;
  }

  /** The k best of some rows of a set for each of the rows that are asked about. */
  Nearest nearest(Rows asked, RowSet set, Block among, int k) throws IOException {
    int wanted = (int) Math.min(k, among.to() - among.from());
    Nearest best = new Nearest(0, new long[0], new float[0]);
    long size = rowsInBlock(set);
    for (long first = among.from(); first < among.to(); first += size) {
      long end = Math.min(among.to(), first + size);
      TopK found = kernels.topK(asked, blocks.rows(set, first, end), wanted);
      best = merged(best, found, first, asked.rows(), wanted);
    }
    return best;
  }

  /**
   * The later block's rows have larger numbers, so of equal scores the earlier block's go first.
   */
  private static Nearest merged(Nearest a, TopK b, long firstOfB, int queries, int k) {
    int kept = Math.min(k, a.k() + b.k());
    long[] rows = new long[queries * kept];
    float[] scores = new float[queries * kept];
    for (int q = 0; q < queries; q++) {
      int i = q * a.k();
      int j = q * b.k();
      for (int at = q * kept; at < (q + 1) * kept; at++) {
        boolean ofA =
            j == (q + 1) * b.k() || (i < (q + 1) * a.k() && a.scores()[i] >= b.scores()[j]);
        scores[at] = ofA ? a.scores()[i] : b.scores()[j];
        rows[at] = ofA ? a.rows()[i++] : firstOfB + b.indices()[j++];
      }
    }
    return new Nearest(kept, rows, scores);
  }

  /** A row with many equals may not be among its own best: then the last one goes. */
  private static Nearest withoutOwn(Nearest all, long from, int queries, int k) {
    int kept = Math.min(k, Math.max(0, all.k() - 1));
    long[] rows = new long[queries * kept];
    float[] scores = new float[queries * kept];
    for (int q = 0; q < queries; q++) {
      int at = q * kept;
      for (int i = q * all.k(); i < (q + 1) * all.k() && at < (q + 1) * kept; i++) {
        if (all.rows()[i] != from + q) {
          rows[at] = all.rows()[i];
          scores[at++] = all.scores()[i];
        }
      }
    }
    return new Nearest(kept, rows, scores);
  }

  /** The best earlier row of each of the rows [from, to): its number, or -1 for row 0. */
  Nearest earlier(RowSet set, long from, long to) throws IOException {
    Rows asked = rows(set, from, to);
    long[] rows = new long[asked.rows()];
    float[] scores = new float[asked.rows()];
    Arrays.fill(rows, -1);
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    long size = rowsInBlock(set);
    for (long first : starts(set, from)) {
      long end = Math.min(set.rows(), first + size);
      Rows before = blocks.rows(set, first, end).part(0, (int) (Math.min(end, from) - first));
      TopK found = kernels.topK(asked, before, 1);
      raise(rows, scores, found.indices(), found.scores(), first);
    }
    NearestEarlier within = kernels.nearestEarlier(asked);
    raise(rows, scores, within.indices(), within.scores(), from);
    return new Nearest(1, rows, scores);
  }

  private static void raise(long[] rows, float[] best, int[] found, float[] scores, long first) {
    for (int i = 0; i < rows.length; i++) {
      long row = first + found[i];
      boolean better = scores[i] > best[i] || (scores[i] == best[i] && row < rows[i]);
      if (found[i] >= 0 && better) {
        rows[i] = row;
        best[i] = scores[i];
      }
    }
  }

  /**
   * Where the blocks of rows [0, end) begin: those in memory first, before the others take their
   * place.
   */
  private List<Long> starts(RowSet set, long end) {
    long size = rowsInBlock(set);
    List<Long> starts = new ArrayList<>();
    List<Long> missing = new ArrayList<>();
    for (long first = 0; first < end; first += size) {
      boolean held = blocks.hasRows(set, first, Math.min(set.rows(), first + size));
      (held ? starts : missing).add(first);
    }
    starts.addAll(missing);
    return starts;
  }

  /** Takes the counts of rows that begin with the first of a block. */
  interface Counts {
    void add(long first, int[] counts);
  }

  /**
   * Of each of the texts [from, to), how many images score above its own; and of every image, how
   * many of these texts do.
   *
   * @param ofTexts given the counts of the texts, by blocks of their set
   * @param ofImages given the counts of the images, by blocks of theirs
   */
  void above(RowSet texts, RowSet images, long from, long to, Counts ofTexts, Counts ofImages)
      throws IOException {
    Rows text = texts.read(from, to);
    float[] own = own(texts, images, from, to);
    int[] above = new int[text.rows()];
    long size = rowsInBlock(images);
    for (long first : starts(images, images.rows())) {
      long end = Math.min(images.rows(), first + size);
      Rows image = blocks.rows(images, first, end);
      float[] bars = bars(texts, images, first, end);
      Ranks counted = kernels.countAbove(text, image, own, bars);
      for (int i = 0; i < above.length; i++) {
        above[i] += counted.ofImage()[i];
      }
      ofImages.add(first, counted.ofText());
    }
    for (long first = from / size * size; first < to; first += size) {
      int begin = (int) (Math.max(first, from) - from);
      int end = (int) (Math.min(first + size, to) - from);
      int before = (int) (Math.max(first, from) - first);
      int[] counts = new int[before + end - begin];
      System.arraycopy(above, begin, counts, before, end - begin);
      ofTexts.add(first, counts);
    }
  }

  /** The scores of the pairs [from, to), which are not computed again for every block of texts. */
  private float[] own(RowSet texts, RowSet images, long from, long to) throws IOException {
    float[] own = new float[(int) (to - from)];
    long size = rowsInBlock(images);
    for (long first = from / size * size; first < to; first += size) {
      long begin = Math.max(first, from);
      long end = Math.min(first + size, to);
      float[] bars = bars(texts, images, first, Math.min(images.rows(), first + size));
      System.arraycopy(bars, (int) (begin - first), own, (int) (begin - from), (int) (end - begin));
    }
    return own;
  }

  /** The same of a block that others are compared with. */
  private float[] bars(RowSet texts, RowSet images, long first, long end) throws IOException {
    return blocks.numbers(
        kernels.engine() + " " + texts.id() + " " + images.id(),
        first,
        end,
        () -> kernels.ownScores(texts.read(first, end), blocks.rows(images, first, end)));
  }
}
