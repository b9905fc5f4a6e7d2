package io.seir.dialogue;

import java.io.Serializable;

/**
 * What a dialogue is about.
 *
 * @param domain first level of the hierarchy; empty if the topics came as a flat list
 * @param category second level; empty likewise
 */
public record Topic(String domain, String category, String text) implements Serializable {
  /** Longest text that is taken as a topic, in characters. */
  public static final int MAX_LENGTH = 200;

  /** A topic outside any hierarchy. */
  public static Topic of(String text) {
    return new Topic("", "", text);
  }
}
