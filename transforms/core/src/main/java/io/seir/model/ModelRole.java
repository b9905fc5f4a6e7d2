package io.seir.model;

import java.util.Arrays;
import java.util.Optional;

/** What a model is used for. */
public enum ModelRole {
  /** Writes and criticises text. */
  LANGUAGE("language"),
  /** Criticises pictures. */
  VISION("vision"),
  /** Draws pictures. */
  IMAGE("image"),
  /** Scores finished turns. */
  JUDGE("judge"),
  /** Encodes text and pictures for choosing a round; never used by the judge. */
  ENCODER("encoder"),
  /** The judge's own encoder: otherwise scores would reward themselves. */
  JUDGE_ENCODER("judgeEncoder"),
  /** Says whether a text or a picture is unsafe; nobody does unless it is named. */
  SAFETY("safety"),
  /** Says whether a picture is unsafe, in place of the safety model. */
  IMAGE_SAFETY("imageSafety");

  private final String key;

  ModelRole(String key) {
    this.key = key;
  }

  /** Its name in a models file and in results. */
  public String key() {
    return key;
  }

  /** Whether it says what is unsafe; nobody plays such a role unless it is named. */
  public boolean isSafety() {
    return this == SAFETY || this == IMAGE_SAFETY;
  }

  /** The role of a key. */
  public static Optional<ModelRole> of(String key) {
    return Arrays.stream(values()).filter(role -> role.key.equals(key)).findFirst();
  }
}
