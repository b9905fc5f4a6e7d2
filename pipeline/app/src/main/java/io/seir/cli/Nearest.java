package io.seir.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that a mistyped one was probably meant to be. */
final class Nearest {
  private static final int SHORT = 4;

  private Nearest() {}

  /**
   * The nearest name that differs in at most a third of its letters; the first if several are
   * equally near.
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
