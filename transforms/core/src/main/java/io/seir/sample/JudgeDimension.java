package io.seir.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The four scales of SynJudge, 0 to 5 each. */
public enum JudgeDimension {
  /** Text content completeness: does the text answer the question. */
  TCC("Text Content Completeness", "Text Response Quality"),
  /** Image content completeness: does the picture show what the question asks for. */
  ICC("Image Content Completeness", "Image Content Quality"),
  /** Image quality alone, whatever the picture shows. */
  IQ("Image Quality", "Image Aesthetic Quality"),
  /** Image-text synergy: aligned, complementary, not redundant. */
  ITS("Image-Text Synergy", "Text-Image Synergy");

  private final List<String> names;

  JudgeDimension(String... names) {
    this.names = List.of(names);
  }

  /** Its names in words, here and in published labels by the paper's rubric. */
  public List<String> names() {
    return names;
  }

  /** The scale with a name or its letters, ignoring case, spaces, hyphens and underscores. */
  public static Optional<JudgeDimension> of(String name) {
    return Arrays.stream(values())
        .filter(
            scale ->
                scale.name().equalsIgnoreCase(name)
                    || scale.names.stream().anyMatch(known -> plain(known).equals(plain(name))))
        .findFirst();
  }

  private static String plain(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[\\s_-]+", " ").strip();
  }
}
