package io.seir.refine;

import io.seir.model.ModelException;

/** What the loop needs of a stage; {@code D} is what it drafts. */
interface Stage<D> {
  D first() throws ModelException;

  /** The critic's view of a draft. Must be made anew of the current draft. */
  Critique review(D draft, int round) throws ModelException;

  /** The draft changed as suggested; {@code round} is that of the new draft. */
  D revise(D draft, String suggestion, int round) throws ModelException;

  /** What rounds are chosen by. */
  RoundScorer<D> scorer();
}
