package io.seir.safety;

/** What to do with a sample in which something unsafe is found. */
public enum Unsafe {
  /** It becomes a bad record, with what was found as its detail. */
  DROP,
  /** It is kept, with what was found as flags of its turns. */
  MARK
}
