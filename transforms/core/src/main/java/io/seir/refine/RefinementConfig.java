package io.seir.refine;

import java.io.Serializable;

/**
 * How much is refined.
 *
 * @param questionDepth most revisions of a question; 0 switches the stage's loop off
 * @param answerDepth the same for the pair of answer and caption
 * @param imageDepth the same for the picture
 * @param plateau with {@link Selection#BEST}: revisions in a row that are rated lower than the best
 *     before a stage stops
 * @param historyImages of how many earlier turns the critic of pictures is shown the picture
 */
public record RefinementConfig(
    int questionDepth,
    int answerDepth,
    int imageDepth,
    Selection selection,
    int plateau,
    int historyImages)
    implements Serializable {
  /** Most revisions that are allowed. */
  public static final int MAX_DEPTH = 20;

  /** The paper's depth, at which the gain levels off. */
  public static final int DEFAULT_DEPTH = 3;

  /** Revisions in a row that are rated lower than the best, after which a stage stops. */
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

  /** Most revisions of one of the method's stages, by its name; of any other the default. */
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
   * One depth for all stages, the best round, stopping after two revisions that are rated lower
   * than the best, the critic shown the picture of one earlier turn.
   */
  public static RefinementConfig ofDepth(int depth) {
    return new RefinementConfig(
        depth, depth, depth, Selection.BEST, DEFAULT_PLATEAU, ImageStage.HISTORY_IMAGES);
  }
}
