package io.seir.serve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Quirks of real models that the embedded models do not have by themselves. */
public enum Manner {
  /** Rates every draft 4, whatever it objects to. */
  FLAT("rates every draft 4"),
  /** Objects to every draft. */
  NEVER_ACCEPTS("objects to every draft"),
  /** Accepts every draft at once. */
  ACCEPTS("accepts every draft at once"),
  /** Refuses a share of all reviews, however often it is asked. */
  REFUSES_REVIEWS("refuses a share of the reviews, such as refuses-reviews=0.33"),
  /** Refuses a share of all first drafts, however often it is asked. */
  REFUSES_DRAFTS("refuses a share of the first drafts"),
  /** Ignores response_format, and talks: "Accept.", "4/5", "None". */
  CHATTY("ignores response_format, and talks around \"Accept.\", \"4/5\" and \"None\""),
  /** Decides and objects in German. */
  FOREIGN("decides in German"),
  /** Writes texts with R&amp;B, tags, quotes, entities and emoji in them. */
  ENTITIES("writes R&B, <b>, quotes, &amp; and emoji"),
  /** Writes far more than requested. */
  LONG_WINDED("writes far more than requested");

  private final String meaning;

  Manner(String meaning) {
    this.meaning = meaning;
  }

  /** Whether it affects only a share of the requests. */
  boolean hasShare() {
    return this == REFUSES_REVIEWS || this == REFUSES_DRAFTS;
  }

  /** As written on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The manner with a key. */
  public static Optional<Manner> of(String key) {
    return Arrays.stream(values()).filter(manner -> manner.key().equals(key)).findFirst();
  }

  /** All manners and their meanings, for help texts. */
  public static String help() {
    return Arrays.stream(values())
        .map(manner -> manner.key() + " (" + manner.meaning + ")")
        .collect(Collectors.joining(", "));
  }
}
