package io.seir.embedded;

import io.seir.embedded.words.AnswerCheck;
import io.seir.embedded.words.Depiction;
import io.seir.embedded.words.DepictionReader;
import io.seir.embedded.words.English;
import io.seir.embedded.words.Thing;
import java.util.List;

/**
 * How well a text and a picture go together: whether what the text is about can be seen (aligned),
 * and whether the text says more than the picture does (complementary).
 */
final class Synergy {
  private static final double ALIGNED = 5;
  private static final double NEARLY = 0.3;
  private static final double BY_SHARE = 3.6;
  private static final double OF_WHAT_IS_TOLD = 0.55;
  private static final double CONTRADICTED = 2;
  private static final double LITTLE = 1;
  private static final double MISMATCH = 0.7;
  private static final int TOO_SHORT = 12;

  private Synergy() {}

  /**
   * From 0 to 5: 5 aligned and complementary, 4 aligned but redundant, 3 most of what is told is
   * shown, 2 half of it or a contradiction, 1 little, 0 nothing.
   *
   * @param check of the same answer
   */
  static double of(
      String answer, AnswerCheck check, Eye eye, PictureCheck picture, Depiction wish) {
    Depiction told = DepictionReader.shared().read(answer);
    List<Thing> common = told.things().stream().filter(t -> wish.shows(t.concept())).toList();
    List<Thing> about = common.isEmpty() ? told.things() : common;
    double seen = share(about.stream().filter(eye::sees).count(), about.size());
    double covered = wish.things().isEmpty() ? 1 : share(common.size(), wish.things().size());
    double together = seen * (OF_WHAT_IS_TOLD + (1 - OF_WHAT_IS_TOLD) * covered);
    double score = together > 0.99 ? ALIGNED : NEARLY + BY_SHARE * together;
    score = common.isEmpty() ? score : Math.max(LITTLE, score);
    score -= picture.wrong() > 0 ? MISMATCH : 0;
    score -= check.describesThePicture() ? 1 : 0;
    score -= English.words(answer) < TOO_SHORT ? 1 : 0;
    return contradicts(told, eye) ? Math.min(CONTRADICTED, score) : score;
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Whether the text states a number, a colour or a side that the picture shows otherwise. */
  private static boolean contradicts(Depiction told, Eye eye) {
    for (Thing thing : told.things()) {
      boolean number = thing.count() > 1 && !eye.hasNumber(thing);
      if (eye.sees(thing) && (number || !eye.hasColour(thing))) {
        return true;
      }
    }
    return told.relation().isPresent() && !eye.holds(told.relation().get(), told).orElse(true);
  }
}
