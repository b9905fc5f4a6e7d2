package io.seir.refine;

/** Which round of a stage goes on. */
public enum Selection {
  /** The one with the highest selection score, the earliest of equals. */
  BEST,
  /** The last one, as in the paper. */
  LAST
}
