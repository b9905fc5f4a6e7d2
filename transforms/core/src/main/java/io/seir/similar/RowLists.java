package io.seir.similar;

import io.seir.blob.Locations;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The rows of a set, ordered by the list that they belong to, and within a list by number: an
 * inverted file. A list contains the rows nearest to its centroid; it may be empty.
 *
 * @param rows in that order
 * @param centroids a row for each list
 * @param offsets where each list begins in {@code rows}; then where the last one ends
 * @param folder with the numbers that the rows have in the set, beside the rows
 * @param rowsInFile rows of a file but the last
 */
@DefaultCoder(JsonCoder.class)
public record RowLists(
    RowSet rows, RowSet centroids, List<Long> offsets, String folder, long rowsInFile) {
  /** What the rows are called where {@link RowSet} wants a kind: they are taken as they are. */
  static final String COPY = "copy";

  public RowLists {
    offsets = List.copyOf(offsets);
  }

  /** The lists that {@link ListShard}s have written. */
  static RowLists written(
      RowSet set, RowSet centroids, List<Long> offsets, String folder, long rowsInFile) {
    long rows = offsets.get(offsets.size() - 1);
    List<RowSet.Part> parts = new ArrayList<>();
    for (long from = 0; from < rows; from += rowsInFile) {
      Path file = rowsFile(Locations.path(folder), parts.size());
      parts.add(copied(file, Math.min(rowsInFile, rows - from), set));
    }
    String id = "lists of " + set.id() + " in " + folder + " by " + centroids.id();
    RowSet copy = new RowSet(id, set.dimension(), set.type(), parts);
    return new RowLists(copy, centroids, offsets, folder, rowsInFile);
  }

  /** A file of rows copied from a set: taken as they are. */
  static RowSet.Part copied(Path file, long rows, RowSet set) {
    NpyFile npy = NpyFile.written(Locations.name(file), rows, set.dimension(), set.type());
    RowSet.Column column = new RowSet.Column(COPY, npy, Optional.empty());
    return new RowSet.Part(rows, List.of(column), Optional.empty());
  }

  /** The number of lists. */
  public int lists() {
    return offsets.size() - 1;
  }

  /** The rows of a list. */
  Block list(int list) {
    return new Block(offsets.get(list), offsets.get(list + 1));
  }

  /** The numbers that rows [from, to) have in the set. */
  long[] numbers(long from, long to) throws IOException {
    long[] numbers = new long[Math.toIntExact(to - from)];
    for (long at = from; at < to; ) {
      int file = (int) (at / rowsInFile);
      long first = file * rowsInFile;
      long count = rows.parts().get(file).rows();
      long end = Math.min(to, first + count);
      Path path = numbersFile(Locations.path(folder), file);
      long[] read = NpyFile.numbers(path, count, at - first, end - first);
      System.arraycopy(read, 0, numbers, (int) (at - from), read.length);
      at = end;
    }
    return numbers;
  }

  static Path rowsFile(Path folder, int number) {
    return folder.resolve(String.format(Locale.ROOT, "rows-%05d.npy", number));
  }

  static Path numbersFile(Path folder, int number) {
    return folder.resolve(String.format(Locale.ROOT, "numbers-%05d.npy", number));
  }
}
