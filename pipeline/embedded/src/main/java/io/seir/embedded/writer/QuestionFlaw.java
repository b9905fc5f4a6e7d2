package io.seir.embedded.writer;

import java.util.EnumSet;
import java.util.Set;

/** What goes wrong in the draft of a question, and how often. Each flaw is drawn by itself. */
enum QuestionFlaw {
  /** Says much around it, and gets too long. */
  RAMBLES(0.18),
  /** Forgets to ask for a picture. */
  NO_PICTURE(0.2),
  /** Asks for a picture without saying of what. */
  VAGUE_PICTURE(0.1),
  /** Asks for a picture and for nothing in words. */
  NO_WORDS(0.08),
  /** Asks about something else than the topic. */
  OFF_TOPIC(0.06),
  /** Asks an earlier question again. In later turns only. */
  REPEATS(0.15);

  private final double probability;

  QuestionFlaw(double probability) {
    this.probability = probability;
  }

  /** The flaws of one question, drawn by the seed of the request. */
  static Set<QuestionFlaw> draw(Material material) {
    Set<QuestionFlaw> drawn = EnumSet.noneOf(QuestionFlaw.class);
    for (QuestionFlaw flaw : values()) {
      if (material.happens(flaw.probability)) {
        drawn.add(flaw);
      }
    }
    return drawn;
  }
}
