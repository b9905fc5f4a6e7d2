package io.seir.judge;

import io.seir.model.ModelException;
import io.seir.sample.Verdict;
import java.util.List;

/**
 * The fast judge where it is clear, else another: a sample is clear if the error to expect in every
 * turn is small enough.
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
   * A judge that asks another where it is not sure.
   *
   * @param clear the largest error to expect in a clear case, in points
   * @param otherwise who judges what is not clear
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
