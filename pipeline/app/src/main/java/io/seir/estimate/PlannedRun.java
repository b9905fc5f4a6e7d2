package io.seir.estimate;

import io.seir.model.ModelRole;
import io.seir.model.Prices;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.RunDetails;
import io.seir.refine.RefinementConfig;

/**
 * A run that is to be estimated.
 *
 * @param plan which dialogues there are; its samples are how many are wanted
 * @param judgeCalls calls to the judge per turn; 0 if nobody judges
 * @param maxAttempts most dialogues that are begun
 * @param details the prices, and which roles there are
 */
public record PlannedRun(
    DialoguePlan plan,
    RefinementConfig refinement,
    int judgeCalls,
    Acceptance acceptance,
    long maxAttempts,
    RunDetails details) {

  /** Who says whether pictures are unsafe. */
  Asked safetyOfPictures() {
    return details.prices().containsKey(ModelRole.IMAGE_SAFETY.key())
        ? Asked.IMAGE_SAFETY
        : Asked.SAFETY;
  }

  Prices prices(Asked asked) {
    return details.prices().getOrDefault(asked.role(), new Prices.Unknown());
  }
}
