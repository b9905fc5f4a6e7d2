package io.seir.refine;

/** Which round of a stage is used. */
public enum Selection {
  /**
   * The accepted one; otherwise the highest rated one; among equal ratings the picture that fits
   * best according to a trusted encoder; among equal fits the latest.
   */
  BEST,
  /** The last one, as in the paper. */
  LAST
}
