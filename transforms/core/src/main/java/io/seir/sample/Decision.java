package io.seir.sample;

/** What decided which round of a stage was used, in order of precedence. */
public enum Decision {
  /** There was only one. */
  ONLY,
  /** The critic accepted it. */
  ACCEPTED,
  /** It was rated higher than the others. */
  RATING,
  /** Of the highest rated rounds it fits best, according to the encoder. */
  FIT,
  /** It is the latest of otherwise equal rounds. */
  LATER,
  /** The last round was requested, whatever its rating. */
  LAST
}
