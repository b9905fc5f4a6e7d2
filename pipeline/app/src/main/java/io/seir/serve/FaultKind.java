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
  /** A body that is no JSON. */
  MALFORMED,
  /** A whole reply that says nothing usable. */
  GIBBERISH,
  /** No reply at all. */
  HANG,
  /** A body that comes a byte a second. */
  SLOW,
  /** 200 with an HTML page. */
  WRONG_TYPE,
  /** Text that is no UTF-8. */
  NOT_UTF8,
  /** A body of 100 MB. */
  HUGE,
  /** A small compressed body that grows to gigabytes. */
  BOMB,
  /** A picture of 50,000 × 50,000 pixels, by its header. */
  GIANT_PICTURE,
  /** 400: the server will not, however often it is asked. */
  REFUSE;

  /** As written on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of a key. */
  public static Optional<FaultKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
  }
}
