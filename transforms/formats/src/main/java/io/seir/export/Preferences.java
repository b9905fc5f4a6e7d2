package io.seir.export;

import java.util.Locale;

/** What preference pairs consist of. */
public enum Preferences {
  /** No pairs: plain examples. */
  NONE,
  /** Answers of two rounds to the same question. */
  TEXT,
  /** Pictures of two rounds for the same caption. */
  IMAGE;

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
