package io.seir.serve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a server can do wrong. */
public enum FaultKind {
  /** 429 with Retry-After. */
  RATE_LIMIT,
  /** 500. */
  SERVER_ERROR,
  /** The connection ends without a reply. */
  DROP,
  /** The body ends before its announced length. */
  TRUNCATE,
  /** A body that is not JSON. */
  MALFORMED,
  /** A complete reply without anything usable. */
  GIBBERISH,
  /** No reply at all. */
  HANG,
  /** A body that arrives at one byte per second. */
  SLOW,
  /** 200 with an HTML page. */
  WRONG_TYPE,
  /** Text that is not UTF-8. */
  NOT_UTF8,
  /** A body of 100 MB. */
  HUGE,
  /** A small compressed body that grows to gigabytes. */
  BOMB,
  /** A picture of 50,000 × 50,000 pixels, by its header. */
  GIANT_PICTURE,
  /** 400: the server refuses, however often it is asked. */
  REFUSE;

  /** As written on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind with a key. */
  public static Optional<FaultKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
