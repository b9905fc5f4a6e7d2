package io.seir.similar;

import io.seir.features.TurnRows;
import io.seir.sample.JsonCoder;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A turn and its rows: a line of {@code vectors/turns-*.jsonl}.
 *
 * @param id of the sample
 * @param index of the sample among all that were read together
 * @param turn from 0
 * @param turns of the sample
 * @param rows its row in the shard's file of each kind; kinds that the turn has no row of are left
 *     out
 */
@DefaultCoder(JsonCoder.class)
public record TurnLine(
    String id,
    Optional<String> system,
    long index,
    int turn,
    int turns,
    SortedMap<String, Integer> rows) {
  /** A row that has no name. */
  static TurnLine ofRow(long row) {
    return new TurnLine("row-" + row, Optional.empty(), row, 0, 1, new TreeMap<>());
  }

  static TurnLine of(TurnRows turn, Map<String, Integer> rows) {
    return new TurnLine(
        turn.id(), turn.system(), turn.index(), turn.turn(), turn.turns(), new TreeMap<>(rows));
  }

  /** The id, with the number of the turn if there are several. */
  public String name() {
    return turns == 1 ? id : id + "/" + turn;
  }
}
