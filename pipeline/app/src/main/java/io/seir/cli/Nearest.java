package io.seir.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The name that a mistyped one was meant to be. */
final class Nearest {
  private static final int SHORT = 4;

  private Nearest() {}

  /**
   * The nearest of those that differ in at most a third of their letters; of several, the first.
   */
  static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .filter(name -> distance(word, name) <= Math.max(name.length(), SHORT) / 3)
        .min(Comparator.comparingInt(name -> distance(word, name)));
  }

  private static int distance(String word, String name) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }
}
