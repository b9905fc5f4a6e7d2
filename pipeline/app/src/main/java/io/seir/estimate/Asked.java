package io.seir.estimate;

import io.seir.judge.JudgeSamples;
import io.seir.model.ModelRole;
import io.seir.refine.AnswerStage;
import io.seir.refine.ImageStage;
import io.seir.refine.QuestionStage;
import io.seir.safety.CheckSafety;
import java.util.Comparator;
import java.util.List;

/**
 * Which role is called, and in which stage.
 *
 * @param stage as in {@code run.json}
 * @param role the key of the model's role
 */
public record Asked(String stage, String role) implements Comparable<Asked> {
  static final Asked QUESTION = new Asked(QuestionStage.NAME, ModelRole.LANGUAGE.key());
  static final Asked ANSWER = new Asked(AnswerStage.NAME, ModelRole.LANGUAGE.key());
  static final Asked CAPTION = new Asked(ImageStage.NAME, ModelRole.LANGUAGE.key());
  static final Asked PICTURE = new Asked(ImageStage.NAME, ModelRole.IMAGE.key());
  static final Asked LOOK = new Asked(ImageStage.NAME, ModelRole.VISION.key());
  static final Asked JUDGE = new Asked(JudgeSamples.STAGE, ModelRole.JUDGE.key());
  static final Asked SAFETY = new Asked(CheckSafety.STAGE, ModelRole.SAFETY.key());
  static final Asked IMAGE_SAFETY = new Asked(CheckSafety.STAGE, ModelRole.IMAGE_SAFETY.key());

  private static final List<String> ORDER =
      List.of(
          QuestionStage.NAME,
          AnswerStage.NAME,
          ImageStage.NAME,
          JudgeSamples.STAGE,
          CheckSafety.STAGE);
  private static final Comparator<Asked> IN_ORDER =
      Comparator.<Asked>comparingInt(asked -> place(asked.stage))
          .thenComparing(Asked::stage)
          .thenComparing(Asked::role);

  private static int place(String stage) {
    int place = ORDER.indexOf(stage);
    return place < 0 ? ORDER.size() : place;
  }

  /** In the order of the stages. */
  @Override
  public int compareTo(Asked other) {
    return IN_ORDER.compare(this, other);
  }
}
