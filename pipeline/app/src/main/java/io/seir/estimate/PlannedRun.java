package io.seir.estimate;

import io.seir.model.ModelRole;
import io.seir.model.Prices;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.RunDetails;
import io.seir.refine.RefinementConfig;

/**
 * A run to estimate.
 *
 * @param plan the planned dialogues; its number of samples is the number asked for
 * @param judgeCalls calls to the judge per turn; 0 without a judge
 * @param maxAttempts maximum number of dialogues to start
 * @param details the prices, and which roles there are
 */
public record PlannedRun(
    DialoguePlan plan,
    RefinementConfig refinement,
    int judgeCalls,
    Acceptance acceptance,
    long maxAttempts,
    RunDetails details) {

  /** The role that checks pictures for unsafe content. */
  Asked safetyOfPictures() {
    return details.prices().containsKey(ModelRole.IMAGE_SAFETY.key())
        ? Asked.IMAGE_SAFETY
        : Asked.SAFETY;
  }

  Prices prices(Asked asked) {
    return details.prices().getOrDefault(asked.role(), new Prices.Unknown());
  }
}
