package io.seir.model;

/** What a model is used for; also its key in a models file, in camel case. */
public enum ModelRole {
  /** Writes and criticises text. */
  LANGUAGE,
  /** Criticises pictures. */
  VISION,
  /** Draws pictures. */
  IMAGE,
  /** Scores finished turns. */
  JUDGE,
  /** Encodes text and pictures for choosing a round; never used by the judge. */
  ENCODER,
  /** The judge's own encoder: otherwise scores would reward themselves. */
  JUDGE_ENCODER
}
