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
  /** Encodes texts and pictures for choosing a round; never used by the judge. */
  ENCODER("encoder"),
  /** The judge's own encoder; with a shared one, scores would reward themselves. */
  JUDGE_ENCODER("judgeEncoder"),
  /** Says whether a text or a picture is unsafe; there is none unless the user names one. */
  SAFETY("safety"),
  /** Says whether a picture is unsafe, instead of the safety model. */
  IMAGE_SAFETY("imageSafety");

  private final String key;

  ModelRole(String key) {
    this.key = key;
  }

  /** Its name in a models file and in results. */
  public String key() {
    return key;
  }

  /** Whether it checks safety; such a role is unfilled unless the user names a model. */
  public boolean isSafety() {
    return this == SAFETY || this == IMAGE_SAFETY;
  }

  /** The role with a key. */
  public static Optional<ModelRole> of(String key) {
    return Arrays.stream(values()).filter(role -> role.key.equals(key)).findFirst();
  }
}
