package io.seir.pipeline;

import io.seir.sample.ImageRef;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.similar.TurnLine;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A row of a result, with what is known about it.
 *
 * @param query the query's row
 * @param place 0 for the query itself, 1 for the nearest, and so on
 * @param row in its set
 * @param score cosine with the query; 1 for the query itself
 * @param name the turn that the row belongs to; absent until it has been looked up
 * @param text question and answer, if the samples could be read
 */
@DefaultCoder(JsonCoder.class)
public record FoundRow(
    long query, int place, long row, float score, Optional<Name> name, Optional<Text> text) {
  /**
   * The turn that a row belongs to.
   *
   * @param index of the sample
   * @param turn from 0
   */
  public record Name(String id, Optional<String> system, long index, int turn) {}

  /**
   * What a turn says and shows.
   *
   * @param image the name of its picture
   */
  public record Text(Optional<String> question, Optional<String> answer, Optional<String> image) {}

  static FoundRow of(long query, int place, long row, float score) {
    return new FoundRow(query, place, row, score, Optional.empty(), Optional.empty());
  }

  FoundRow withName(TurnLine line) {
    Name of = new Name(line.id(), line.system(), line.index(), line.turn());
    return new FoundRow(query, place, row, score, Optional.of(of), text);
  }

  FoundRow withText(Sample sample) {
    List<Turn> turns = sample.turns();
    int turn = name.orElseThrow().turn();
    if (turn >= turns.size()) {
      return this;
    }
    Turn of = turns.get(turn);
    Text says = new Text(of.question(), of.answer(), of.image().map(ImageRef::uri));
    return new FoundRow(query, place, row, score, name, Optional.of(says));
  }
}
