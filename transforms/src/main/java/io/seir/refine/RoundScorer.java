package io.seir.refine;

import io.seir.model.ModelException;

/** Makes of a draft and what its critic said the number by which rounds are chosen. */
@FunctionalInterface
interface RoundScorer<D> {
  /** Higher is better. */
  double score(D draft, Critique critique) throws ModelException;

  /** The critic's rating, less what a text over its limit of words loses. */
  static RoundScorer<String> ratingWithin(int words) {
    return (text, critique) -> critique.rating() - WordCount.penalty(text, words);
  }
}
