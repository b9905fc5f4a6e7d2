package io.seir.embedded.words;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds in a sentence what the table of knowledge says of any thing, word for word. Built once;
 * thread-safe.
 */
public final class Claims {
  private static final Claims SHARED = new Claims();

  /** Fewer words may stand in any sentence without being meant as a claim. */
  private static final int FEWEST_WORDS = 4;

  private static final int KEY_WORDS = 3;

  /**
   * A clause that stands in a sentence.
   *
   * @param owners the names of the things of which it is true
   */
  public record Claim(String clause, Aspect aspect, Set<String> owners) {
    public Claim {
      owners = Set.copyOf(owners);
    }
  }

  private final Map<String, Map<String, Claim>> byFirstWords = new HashMap<>();

  private Claims() {
    Knowledge.shared()
        .forEach(
            (name, entry) -> {
              String clause = entry.getValue();
              if (English.words(clause) >= FEWEST_WORDS) {
                byFirstWords
                    .computeIfAbsent(firstWords(clause, 0), key -> new HashMap<>())
                    .merge(clause, new Claim(clause, entry.getKey(), Set.of(name)), Claims::shared);
              }
            });
  }

  public static Claims shared() {
    return SHARED;
  }

  private static Claim shared(Claim one, Claim other) {
    Set<String> owners = new TreeSet<>(one.owners());
    owners.addAll(other.owners());
    return new Claim(one.clause(), one.aspect(), owners);
  }

  /** The claims of a sentence, the longest at each place. */
  public List<Claim> in(String sentence) {
    List<Claim> found = new ArrayList<>();
    for (int at = 0; at >= 0 && at < sentence.length(); at = next(sentence, at)) {
      Claim best = null;
      Map<String, Claim> candidates = byFirstWords.getOrDefault(firstWords(sentence, at), Map.of());
      for (Claim claim : candidates.values()) {
        boolean longer = best == null || claim.clause().length() > best.clause().length();
        if (longer && holds(sentence, at, claim.clause())) {
          best = claim;
        }
      }
      if (best != null) {
        found.add(best);
        at += best.clause().length() - 1;
      }
    }
    return found;
  }

  private static boolean holds(String sentence, int at, String clause) {
    int end = at + clause.length();
    return sentence.startsWith(clause, at)
        && (end == sentence.length() || !Character.isLetter(sentence.charAt(end)));
  }

  private static int next(String sentence, int at) {
    int space = sentence.indexOf(' ', at);
    return space < 0 ? -1 : space + 1;
  }

  private static String firstWords(String text, int from) {
    int end = from;
    for (int i = 0; i < KEY_WORDS && end >= 0; i++) {
      end = text.indexOf(' ', end + 1);
    }
    return end < 0 ? text.substring(from) : text.substring(from, end);
  }
}
