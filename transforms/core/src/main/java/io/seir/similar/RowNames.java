package io.seir.similar;

import io.seir.blob.Locations;
import io.seir.data.JsonLines;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the turns that rows belong to, many at a time: names of nearby rows are read only once.
 */
public final class RowNames {
  /** Rows whose names a worker holds at once: as many as a shard has samples. */
  public static final int NEAR = 16_384;

  private RowNames() {}

  /**
   * The turns of some rows of a set, by row.
   *
   * @throws io.seir.data.InputException if the files that name them cannot be read
   */
  public static SortedMap<Long, TurnLine> of(RowSet set, SortedSet<Long> rows) throws IOException {
    SortedMap<Long, TurnLine> names = new TreeMap<>();
    SortedSet<Long> left = new TreeSet<>(rows);
    while (!left.isEmpty()) {
      SortedSet<Long> near = left.headSet(left.first() + NEAR);
      long first = near.first();
      List<TurnLine> lines = set.turns(first, near.last() + 1);
      near.forEach(row -> names.put(row, lines.get((int) (row - first))));
      near.clear();
    }
    return names;
  }

  /**
   * The first turns that have no row of a kind, in order.
   *
   * @param most how many to give
   */
  public static List<TurnLine> without(Vectors vectors, String kind, int most) throws IOException {
    List<TurnLine> without = new ArrayList<>();
    for (Vectors.Shard shard : vectors.shards()) {
      Path file =
          Locations.path(vectors.folder()).resolve(Vectors.file("turns", shard.number(), "jsonl"));
      try (JsonLines lines = new JsonLines(Files.newInputStream(file), 0)) {
        for (@Nullable String line = lines.next();
            line != null && without.size() < most;
            line = lines.next()) {
          TurnLine turn = JsonCoder.mapper().readValue(line, TurnLine.class);
          if (!turn.rows().containsKey(kind)) {
            without.add(turn);
          }
        }
      }
    }
    return without;
  }
}
