package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.sample.Draft;
import io.seir.sample.Sample;
import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * A stage of a turn that is drafted, reviewed and revised (METHOD, SEIR). {@link RefineStage} turns
 * one into a transform; it may come from outside this project, and keeps no state about samples.
 *
 * <p>A method that cannot do its work throws a {@link ModelException}. From {@link #begin} and
 * {@link #draft} it makes a bad record; from {@link #review} and {@link #revise} it ends the stage
 * with the existing drafts.
 */
public interface Stage extends Serializable {
  /** Its name in lineage, journal, metrics and bad records: lower-case letters. */
  String name();

  /**
   * Prepares the sample for this stage, which works on the last turn. Most stages use the last turn
   * as it is; the question stage starts a new one.
   */
  default Sample begin(Sample sample) throws ModelException {
    if (sample.turns().isEmpty()) {
      throw ModelException.permanentFault(
          "no_turn", "the stage " + name() + " needs a turn with a question");
    }
    return sample;
  }

  /** The first draft. */
  Draft draft(StageContext context) throws ModelException;

  /** The critic's review of a draft; it must look at this draft, not at an earlier one. */
  Critique review(Draft draft, int round, StageContext context) throws ModelException;

  /**
   * Changes the draft as suggested.
   *
   * @param round of the new draft
   */
  Draft revise(Draft draft, String suggestion, int round, StageContext context)
      throws ModelException;

  /** The default score for comparing rounds that the critic did not accept: the critic's rating. */
  default RoundScorer scorer() {
    return RoundScorer.rating();
  }

  /**
   * How well a draft fits, 0 to 1, which decides between equally rated drafts; absent if unknown.
   */
  default OptionalDouble fit(Draft draft, StageContext context) throws ModelException {
    return OptionalDouble.empty();
  }
}
