package io.seir.safety;

/** What becomes of a sample in which something unsafe is found. */
public enum Unsafe {
  /** It becomes a bad record, with what was found as its detail. */
  DROP,
  /** It goes on, with what was found as flags of its turns. */
  MARK
}
