package io.seir.estimate;

import io.seir.pipeline.DialoguePlan;
import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;

/**
 * The bounds that follow from the structure of the loop, whatever models reply.
 *
 * @param least calls of a run all of whose dialogues are finished: every first draft is accepted
 * @param most no draft is ever accepted, every call is made twice, and with --accept the maximum
 *     number of dialogues is started
 */
public record CallBounds(long least, long most) {
  /** A call whose reply is refused or unreadable is made once more. */
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

  /** If the best round is selected, the last draft is reviewed as well. */
  private static int reviews(RefinementConfig config, int depth) {
    return depth == 0 || config.selection() == Selection.LAST ? depth : depth + 1;
  }
}
