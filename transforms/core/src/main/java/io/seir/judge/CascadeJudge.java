package io.seir.judge;

import io.seir.model.ModelException;
import io.seir.sample.Verdict;
import java.util.List;

/**
 * Uses the fast judge for clear samples and another judge for the rest. A sample is clear if the
 * expected error in every turn is small enough.
 */
public final class CascadeJudge implements Judge {
  private static final long serialVersionUID = 1;

  private final FastJudge fast;
  private final double clear;
  private final Judge otherwise;

  private CascadeJudge(FastJudge fast, double clear, Judge otherwise) {
    this.fast = fast;
    this.clear = clear;
    this.otherwise = otherwise;
  }

  /**
   * A judge that asks another one if it is not sure.
   *
   * @param clear the largest expected error in a clear case, in points
   * @param otherwise the judge for unclear cases
   */
  public static CascadeJudge of(FastJudge fast, double clear, Judge otherwise) {
    return new CascadeJudge(fast, clear, otherwise);
  }

  @Override
  public List<Verdict> judge(JudgeContext context) throws ModelException {
    FastJudge.Judgement judgement = fast.judge(context.sample());
    return judgement.error() <= clear ? judgement.verdicts() : otherwise.judge(context);
  }
}
