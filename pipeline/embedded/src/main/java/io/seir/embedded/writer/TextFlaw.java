package io.seir.embedded.writer;

import java.util.EnumSet;
import java.util.Set;

/**
 * What goes wrong in the text of a draft, and how often. Each flaw is drawn by itself, so a draft
 * has none, one or several; a revision draws each half as often.
 */
enum TextFlaw {
  /** Speaks of something else than what was asked about. */
  OFF_TOPIC(0.06),
  /**
   * Answers another kind of question: tells where a thing lives when asked what kinds there are.
   */
  WRONG_KIND(0.17),
  /** Ends after the first sentence. */
  ONE_FACT(0.15),
  /** Leaves out all but the first of the things asked about. */
  MISSING_THING(0.25),
  /**
   * Takes a word in another sense: the bat that one hits a ball with. Only where WordNet has one.
   */
  WRONG_SENSE(0.15),
  /** Says of a thing what is true of another. */
  FALSE_CLAIM(0.16),
  /** Describes the picture, in place of adding to it. */
  DESCRIBES_PICTURE(0.2),
  /** Says a sentence of an earlier answer again. In later turns only. */
  REPEATS(0.2),
  /** Stops in the middle of a sentence. */
  BROKEN_OFF(0.06),
  /** Opens and closes with words that say nothing. */
  CHATTER(0.14);

  private final double probability;

  TextFlaw(double probability) {
    this.probability = probability;
  }

  /** The flaws of one text, drawn by the seed of the request. */
  static Set<TextFlaw> draw(Material material, double share) {
    Set<TextFlaw> drawn = EnumSet.noneOf(TextFlaw.class);
    for (TextFlaw flaw : values()) {
      if (material.happens(flaw.probability * share)) {
        drawn.add(flaw);
      }
    }
    return drawn;
  }
}
