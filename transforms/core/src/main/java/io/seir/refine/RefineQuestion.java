package io.seir.refine;

import io.seir.ask.ModelAccess;

/** Writes and refines the question of the next turn of every sample (METHOD, QR). */
public final class RefineQuestion {
  private RefineQuestion() {}

  /** The transform, at the paper's depth. */
  public static RefineStage of(ModelAccess access) {
    return RefineStage.of(new QuestionStage(), access);
  }
}
