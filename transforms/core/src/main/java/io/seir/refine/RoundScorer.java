package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.sample.Draft;
import java.io.Serializable;

/** Makes of a draft and what its critic said the number by which rounds are chosen. */
@FunctionalInterface
public interface RoundScorer extends Serializable {
  /** Higher is better. */
  double score(Draft draft, Critique critique, StageContext context) throws ModelException;
}
