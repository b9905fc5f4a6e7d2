package io.seir.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.InputException;
import io.seir.features.TurnRows;
import io.seir.kernels.KernelSelector;
import io.seir.sample.JsonCoder;
import io.seir.similar.RowMap;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The maps of a report: the rows of its dialogues' turns on a plane, one map per kind of row.
 *
 * @param vectors what {@code score} wrote for the data, by one encoder
 * @param kinds of rows, a map each; empty for pictures, or answers if there are no pictures
 * @param points most points on a map
 * @param kernels which engine looks for neighbours
 */
public record ReportMaps(
    List<Vectors> vectors, List<String> kinds, int points, KernelSelector.Choice kernels) {
  public ReportMaps {
    vectors = vectors.stream().filter(of -> of.dimension() > 0).toList();
    kinds = List.copyOf(kinds);
    TreeSet<String> encoders = new TreeSet<>();
    vectors.forEach(of -> encoders.add(of.encoder() + ", " + of.dimension() + " numbers"));
    if (encoders.size() > 1) {
      throw new InputException(
          "a map needs the rows of one encoder; these are of " + String.join(" and of ", encoders));
    }
  }

  /** No map. */
  public static ReportMaps none() {
    return new ReportMaps(List.of(), List.of(), 1, KernelSelector.Choice.AUTO);
  }

  /** Draws one map; its points name rows of the report. */
  private ObjectNode draw(RowSet set, SampleRows rows) throws IOException {
    RowMap map =
        RowMap.of(
            set,
            turn -> rows.row(turn.system(), turn.id()) != null,
            points,
            RowSearch.AUTO.withKernels(kernels));
    Columns columns = new Columns();
    int at = 0;
    for (RowMap.Spot spot : map.spots()) {
      int row = Objects.requireNonNull(rows.row(spot.turn().system(), spot.turn().id()));
      columns.number("row", at, row);
      columns.whole("turn", at, spot.turn().turn());
      columns.number("x", at, spot.x());
      columns.number("y", at++, spot.y());
    }
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("taken", map.taken()).put("count", at);
    json.set("columns", columns.packed(at));
    return json;
  }

  /** What the pages are given: the maps with points, in order. */
  interface Put {
    void put(String name, ObjectNode map) throws IOException;
  }

  /**
   * Draws all of them.
   *
   * @return the kinds of the maps that have points
   */
  ArrayNode write(SampleRows rows, Put out) throws IOException {
    ArrayNode drawn = JsonCoder.mapper().createArrayNode();
    List<String> wanted =
        kinds.isEmpty() ? List.of(TurnRows.IMAGE, TurnRows.ANSWER, TurnRows.QUESTION) : kinds;
    for (String kind : wanted) {
      if (kinds.isEmpty() && !drawn.isEmpty()) {
        break;
      }
      @Nullable RowSet set = set(kind);
      if (set != null) {
        ObjectNode map = draw(set, rows);
        if (map.path("count").asInt() > 0) {
          out.put("map-" + kind, map);
          drawn.add(kind);
        }
      }
    }
    return drawn;
  }

  /** The rows of a kind of all data together. */
  private @Nullable RowSet set(String kind) {
    List<RowSet> sets = new ArrayList<>();
    for (Vectors of : vectors) {
      if (of.shards().stream().anyMatch(shard -> shard.files().containsKey(kind))) {
        sets.add(of.rows(List.of(kind)));
      }
    }
    if (sets.isEmpty()) {
      return null;
    }
    return RowSet.together(sets);
  }
}
