package io.seir.estimate;

import io.seir.pipeline.DialoguePlan;
import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;

/**
 * What the structure of the loop leaves possible, whatever models say.
 *
 * @param least calls of a run all of whose dialogues are finished: every first draft is accepted
 * @param most no draft is ever accepted, every call is asked twice, and with --accept as many
 *     dialogues are begun as may be
 */
public record CallBounds(long least, long most) {
  /** A reply that is refused or cannot be read is asked for once more. */
  private static final int ATTEMPTS = 2;

  static CallBounds of(PlannedRun run) {
    RefinementConfig config = run.refinement();
    long leastPerTurn = 0;
    long mostPerTurn = 0;
    for (int depth : new int[] {config.questionDepth(), config.answerDepth()}) {
      leastPerTurn += 1 + Math.min(1, reviews(config, depth));
      mostPerTurn += 1 + reviews(config, depth) + depth;
    }
    leastPerTurn += 1 + Math.min(1, reviews(config, config.imageDepth()));
    mostPerTurn += 1 + reviews(config, config.imageDepth()) + 2L * config.imageDepth();
    int looks = run.details().checksTexts() ? 2 : run.details().checksPictures() ? 1 : 0;
    leastPerTurn += Math.min(run.judgeCalls(), ATTEMPTS) + looks;
    mostPerTurn += run.judgeCalls() + looks;
    int topic = run.details().checksTexts() ? 1 : 0;
    DialoguePlan plan = run.plan();
    long[] begun = {plan.samples(), run.maxAttempts()};
    Turns[] turns = BegunDialogues.turns(plan, 0, begun);
    return new CallBounds(
        Math.round(turns[0].turns() * leastPerTurn) + topic * begun[0],
        ATTEMPTS * (Math.round(turns[1].turns() * mostPerTurn) + topic * begun[1]));
  }

  /** With the best round chosen, the last draft is reviewed too. */
  private static int reviews(RefinementConfig config, int depth) {
    return depth == 0 || config.selection() == Selection.LAST ? depth : depth + 1;
  }
}
