package io.seir.refine;

import java.io.Serializable;

/**
 * How much is refined.
 *
 * @param questionDepth maximum number of revisions of a question; 0 turns the stage's loop off
 * @param answerDepth the same for the pair of answer and caption
 * @param imageDepth the same for the picture
 * @param plateau with {@link Selection#BEST}: number of consecutive revisions rated lower than the
 *     best after which a stage stops
 * @param historyImages number of earlier turns whose pictures the picture critic is shown
 */
public record RefinementConfig(
    int questionDepth,
    int answerDepth,
    int imageDepth,
    Selection selection,
    int plateau,
    int historyImages)
    implements Serializable {
  /** The largest allowed depth. */
  public static final int MAX_DEPTH = 20;

  /** The paper's depth, at which the gain levels off. */
  public static final int DEFAULT_DEPTH = 3;

  /**
   * Default number of consecutive revisions rated lower than the best after which a stage stops.
   */
  public static final int DEFAULT_PLATEAU = 2;

  public RefinementConfig {
    if (historyImages < 0) {
      throw new IllegalArgumentException("historyImages must be at least 0, not " + historyImages);
    }
    checkDepth(questionDepth);
    checkDepth(answerDepth);
    checkDepth(imageDepth);
    checkPlateau(plateau);
  }

  /** The depth of one of the method's stages, by its name; the default for any other stage. */
  public int depth(String stage) {
    return switch (stage) {
      case QuestionStage.NAME -> questionDepth;
      case AnswerStage.NAME -> answerDepth;
      case ImageStage.NAME -> imageDepth;
      default -> DEFAULT_DEPTH;
    };
  }

  static void checkDepth(int depth) {
    if (depth < 0 || depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a depth must be from 0 to " + MAX_DEPTH + ", not " + depth);
    }
  }

  static void checkPlateau(int plateau) {
    if (plateau < 1) {
      throw new IllegalArgumentException("plateau must be at least 1, not " + plateau);
    }
  }

  /**
   * One depth for all stages, selecting the best round, stopping after two consecutive revisions
   * rated lower than the best, and showing the critic the picture of one earlier turn.
   */
  public static RefinementConfig ofDepth(int depth) {
    return new RefinementConfig(
        depth, depth, depth, Selection.BEST, DEFAULT_PLATEAU, ImageStage.HISTORY_IMAGES);
  }
}
