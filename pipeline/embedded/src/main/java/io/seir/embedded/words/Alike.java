package io.seir.embedded.words;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether two texts say the same in nearly the same words. */
public final class Alike {
  private static final double SAME = 0.9;

  private Alike() {}

  /** Whether nearly all words of either are in the other. */
  public static boolean same(String one, String other) {
    return share(one, other) >= SAME;
  }

  /** The words in both, as a share of the words in either. */
  public static double share(String one, String other) {
    Set<String> first = words(one);
    Set<String> second = words(other);
    Set<String> either = new HashSet<>(first);
    either.addAll(second);
    if (either.isEmpty()) {
      return 1;
    }
    first.retainAll(second);
    return first.size() / (double) either.size();
  }

  private static Set<String> words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} ]", " ").strip();
    return new HashSet<>(List.of(plain.split("\\s+", -1)));
  }
}
