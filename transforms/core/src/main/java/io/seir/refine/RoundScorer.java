package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.sample.Draft;
import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * Makes of a draft and what its critic said the number by which rounds are compared that the critic
 * did not accept.
 */
@FunctionalInterface
public interface RoundScorer extends Serializable {
  /**
   * Higher is better. Without a number a round counts as much as the draft that it revises.
   *
   * @throws ModelException if it needs a model that gives no reply; makes a bad record
   */
  OptionalDouble score(Draft draft, Critique critique, StageContext context) throws ModelException;

  /** The critic's rating alone. */
  static RoundScorer rating() {
    return (draft, critique, context) -> critique.rating();
  }
}
