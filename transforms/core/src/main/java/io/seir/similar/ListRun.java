package io.seir.similar;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The rows of one block in the order of their lists, in two files: rows and their numbers. All runs
 * of a set, merged, are its lists.
 *
 * @param from number of the block's first row
 * @param counts rows in each list
 */
@DefaultCoder(JsonCoder.class)
record ListRun(long from, List<Integer> counts) {
  ListRun {
    counts = List.copyOf(counts);
  }

  /**
   * Writes the rows of a block.
   *
   * @param list which each row belongs to
   */
  static ListRun write(Path folder, long from, Rows rows, int[] list, int lists)
      throws IOException {
    int[] counts = new int[lists];
    for (int of : list) {
      counts[of]++;
    }
    int[] order = order(list, lists);
    ListRun run = new ListRun(from, Arrays.stream(counts).boxed().toList());
    AtomicFile.write(run.rowsFile(folder), NpyFile.bytes(rows.pick(order)));
    long[] numbers = Arrays.stream(order).mapToLong(row -> from + row).toArray();
    AtomicFile.write(run.numbersFile(folder), NpyFile.bytes(numbers));
    return run;
  }

  /** Places in the order of their lists; those of one list stay in their own order. */
  static int[] order(int[] list, int lists) {
    int[] next = new int[lists + 1];
    for (int of : list) {
      next[of + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] order = new int[list.length];
    for (int place = 0; place < list.length; place++) {
      order[next[list[place]]++] = place;
    }
    return order;
  }

  /**
   * Reads some of its rows.
   *
   * @param into filled from its position to its limit
   * @return their numbers
   */
  long[] read(Path folder, Rows.Type type, int dimension, int first, int last, ByteBuffer into)
      throws IOException {
    int rows = counts.stream().mapToInt(Integer::intValue).sum();
    NpyFile.written(Locations.name(rowsFile(folder)), rows, dimension, type).read(first, into);
    return NpyFile.numbers(numbersFile(folder), rows, first, last);
  }

  /** Which lists some of its rows belong to. */
  int[] lists(int first, int last) {
    int[] lists = new int[last - first];
    int at = 0;
    for (int list = 0; list < counts.size(); list++) {
      int end = at + counts.get(list);
      int begin = Math.max(at, first);
      if (begin < Math.min(end, last)) {
        Arrays.fill(lists, begin - first, Math.min(end, last) - first, list);
      }
      at = end;
    }
    return lists;
  }

  private Path rowsFile(Path folder) {
    return folder.resolve(String.format(Locale.ROOT, "run-%010d.npy", from));
  }

  private Path numbersFile(Path folder) {
    return folder.resolve(String.format(Locale.ROOT, "run-%010d-numbers.npy", from));
  }
}
