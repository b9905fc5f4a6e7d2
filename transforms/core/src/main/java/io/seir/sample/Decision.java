package io.seir.sample;

/** What decided which round of a stage went on, in the order in which they decide. */
public enum Decision {
  /** There was only one. */
  ONLY,
  /** The critic accepted it. */
  ACCEPTED,
  /** It was rated higher than the others. */
  RATING,
  /** Of those rated highest it fits best, by the encoder. */
  FIT,
  /** Of those that are equal in all this it is the latest. */
  LATER,
  /** The last round was asked for, whatever its rating. */
  LAST
}
