package io.seir.embedded.writer;

import java.util.EnumSet;
import java.util.Set;

/**
 * What goes wrong in the caption of a draft, and how often. Each flaw is drawn by itself; a
 * revision that writes the caption anew draws each half as often.
 */
enum CaptionFlaw {
  /** Leaves out the last of several things. */
  DROPS_THING(0.2),
  /** Has one thing more or less than asked for. */
  WRONG_COUNT(0.15),
  /** Leaves out how two things stand, or turns it round. */
  WRONG_RELATION(0.25),
  /** Leaves out light, weather and style. */
  DROPS_SETTING(0.2),
  /** Goes on and on about nothing that can be drawn. */
  RAMBLES(0.12),
  /** Repeats the first sentence of the answer. */
  COPIES_ANSWER(0.1);

  private final double probability;

  CaptionFlaw(double probability) {
    this.probability = probability;
  }

  /** The flaws of one caption, drawn by the seed of the request. */
  static Set<CaptionFlaw> draw(Material material, double share) {
    Set<CaptionFlaw> drawn = EnumSet.noneOf(CaptionFlaw.class);
    for (CaptionFlaw flaw : values()) {
      if (material.happens(flaw.probability * share)) {
        drawn.add(flaw);
      }
    }
    return drawn;
  }
}
