package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.sample.Draft;
import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * Turns a draft and its review into the number by which rounds that the critic did not accept are
 * compared.
 */
@FunctionalInterface
public interface RoundScorer extends Serializable {
  /**
   * Higher is better. A round without a number counts as much as the draft that it revises.
   *
   * @throws ModelException if it needs a model that does not reply; this makes a bad record
   */
  OptionalDouble score(Draft draft, Critique critique, StageContext context) throws ModelException;

  /** Only the critic's rating. */
  static RoundScorer rating() {
    return (draft, critique, context) -> critique.rating();
  }
}
