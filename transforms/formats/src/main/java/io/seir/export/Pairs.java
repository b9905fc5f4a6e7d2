package io.seir.export;

import io.seir.sample.Picture;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;

/** The pictures of a sample, each paired with the text that describes it. */
final class Pairs {
  private Pairs() {}

  /**
   * A picture and its text.
   *
   * @param turn from 0
   * @param text the caption, or the answer if there is none
   */
  record Pair(int turn, Picture picture, String text) {}

  /**
   * The pairs of a sample, at least one.
   *
   * @throws LeftOutException if there is none, or one cannot be read
   */
  static List<Pair> of(ExportSample sample) throws LeftOutException {
    List<Pair> pairs = new ArrayList<>();
    for (int t = 0; t < sample.turns().size(); t++) {
      Turn turn = sample.turns().get(t);
      if (turn.image().isPresent() || turn.fault().isPresent()) {
        Picture picture = sample.picture(t);
        String text =
            turn.caption().or(turn::answer).orElseThrow(() -> new LeftOutException("no_caption"));
        pairs.add(new Pair(t, picture, text));
      }
    }
    if (pairs.isEmpty()) {
      throw new LeftOutException("no_picture");
    }
    return pairs;
  }
}
