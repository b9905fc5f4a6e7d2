package io.seir.embedded.words;

/** What can be said of a thing. */
public enum Aspect {
  /** What it is. */
  WHAT,
  /** How one would know it by sight. */
  LOOKS,
  /** Which kinds of it there are. */
  KINDS,
  /** Where it lives, grows or is found. */
  WHERE,
  /** What it does, or what people use it for. */
  HABIT
}
