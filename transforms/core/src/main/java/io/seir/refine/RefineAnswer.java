package io.seir.refine;

import io.seir.ask.ModelAccess;

/**
 * Answers the last question of every sample, with a text and the caption of a picture, and refines
 * both (METHOD, AR).
 */
public final class RefineAnswer {
  private RefineAnswer() {}

  /** The transform, at the paper's depth. */
  public static RefineStage of(ModelAccess access) {
    return RefineStage.of(new AnswerStage(), access);
  }
}
