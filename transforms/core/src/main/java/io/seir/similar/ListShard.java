package io.seir.similar;

import io.seir.blob.AtomicFile;
import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A stretch of the rows of a set in the order of their lists, as parts of the runs that it is
 * merged from. Stretches are of equal length, so that a list of any length does no harm.
 *
 * @param from of each run the first row that belongs to it
 * @param to of each run the first row after these
 */
@DefaultCoder(JsonCoder.class)
record ListShard(int number, List<Integer> from, List<Integer> to) {
  ListShard {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  /** Where each list begins among all rows in the order of lists; then where the last ends. */
  static long[] offsets(List<ListRun> runs, int lists) {
    long[] offsets = new long[lists + 1];
    for (ListRun run : runs) {
      for (int list = 0; list < lists; list++) {
        offsets[list + 1] += run.counts().get(list);
      }
    }
    Arrays.parallelPrefix(offsets, Long::sum);
    return offsets;
  }

  /**
   * The shards of a set.
   *
   * @param runs in the order of their blocks
   * @param rows in a shard
   */
  static List<ListShard> of(List<ListRun> runs, int lists, long rows) {
    long[] offsets = offsets(runs, lists);
    int shards = Math.toIntExact((offsets[lists] + rows - 1) / rows);
    List<int[]> cuts = new ArrayList<>();
    long[] begins = offsets.clone(); // of each list the part that comes from the next run
    for (ListRun run : runs) {
      cuts.add(cuts(run, offsets, begins, shards, rows));
    }
    List<ListShard> all = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      int shard = i;
      all.add(
          new ListShard(
              shard,
              cuts.stream().map(cut -> cut[shard]).toList(),
              cuts.stream().map(cut -> cut[shard + 1]).toList()));
    }
    return all;
  }

  /** Where shards begin within a run; moves {@code begins} past the run. */
  private static int[] cuts(ListRun run, long[] offsets, long[] begins, int shards, long rows) {
    int[] cuts = new int[shards + 1];
    int cut = 0;
    int at = 0;
    for (int list = 0; list < run.counts().size(); list++) {
      int count = run.counts().get(list);
      while (cut < shards && cut * rows < offsets[list + 1]) {
        cuts[cut] = at + (int) Math.min(count, Math.max(0, cut * rows - begins[list]));
        cut++;
      }
      at += count;
      begins[list] += count;
    }
    Arrays.fill(cuts, cut, shards + 1, at);
    return cuts;
  }

  /** Merges the parts of the runs, and writes them as the set's files of this number. */
  void write(Path folder, List<ListRun> runs, RowSet set) throws IOException {
    int rows = 0;
    for (int run = 0; run < runs.size(); run++) {
      rows += to.get(run) - from.get(run);
    }
    int width = Math.toIntExact(set.rowBytes());
    ByteBuffer all =
        ByteBuffer.allocateDirect(Math.multiplyExact(rows, width)).order(ByteOrder.nativeOrder());
    long[] numbers = new long[rows];
    int[] lists = new int[rows];
    int at = 0;
    for (int run = 0; run < runs.size(); run++) {
      int first = from.get(run);
      int count = to.get(run) - first;
      if (count > 0) {
        ByteBuffer into = all.slice(at * width, count * width);
        long[] own =
            runs.get(run).read(folder, set.type(), set.dimension(), first, first + count, into);
        System.arraycopy(own, 0, numbers, at, count);
        System.arraycopy(runs.get(run).lists(first, first + count), 0, lists, at, count);
        at += count;
      }
    }
    int[] order = ListRun.order(lists, Arrays.stream(lists).max().orElse(0) + 1);
    Rows merged = Rows.wrap(set.dimension(), set.type(), all).pick(order);
    AtomicFile.write(RowLists.rowsFile(folder, number), NpyFile.bytes(merged));
    long[] inOrder = Arrays.stream(order).mapToLong(place -> numbers[place]).toArray();
    AtomicFile.write(RowLists.numbersFile(folder, number), NpyFile.bytes(inOrder));
  }
}
