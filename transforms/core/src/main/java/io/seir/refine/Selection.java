package io.seir.refine;

/** Which round of a stage goes on. */
public enum Selection {
  /**
   * The accepted one; else the one rated highest; of equal ratings the picture that fits best by a
   * trusted encoder; of equal fits the latest.
   */
  BEST,
  /** The last one, as in the paper. */
  LAST
}
