package io.seir.export;

import java.io.Serializable;

/**
 * What a card states about a data set in addition to its contents.
 *
 * @param name short
 * @param license such as {@code cc-by-4.0}
 * @param creator who answers for it
 * @param url where it is, or will be
 * @param date of publication, {@code yyyy-mm-dd}
 */
public record About(String name, String license, String creator, String url, String date)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** The text for facts that were not given. */
  public static final String NOT_STATED = "not stated";

  /** For a data set of which only the name is known. */
  public static About of(String name) {
    return new About(name, NOT_STATED, NOT_STATED, "./", "1970-01-01");
  }
}
