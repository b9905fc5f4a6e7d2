package io.seir.judge;

import io.seir.model.ModelException;
import io.seir.sample.Verdict;
import java.io.Serializable;
import java.util.List;

/**
 * Scores samples; {@link JudgeSamples} turns a judge into a transform. Shipped: {@link ModelJudge},
 * {@link FastJudge} and {@link CascadeJudge}.
 */
@FunctionalInterface
public interface Judge extends Serializable {
  /**
   * One verdict per turn of the sample, in order. A turn that cannot be judged is {@link
   * Verdict.Unscored}, never given an invented score.
   *
   * @throws ModelException if the sample cannot be judged now, for example because the budget is
   *     spent; this makes a bad record
   */
  List<Verdict> judge(JudgeContext context) throws ModelException;
}
