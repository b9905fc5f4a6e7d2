package io.seir.run;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two calls of a command, in terms of its command line. */
final class Difference {
  /**
   * Parts of fingerprints that correspond to an option of the same name, apart from capitals and
   * hyphens.
   */
  private static final Set<String> OPTIONS =
      Set.of(
          "accept",
          "data",
          "depths",
          "format",
          "historyImages",
          "images",
          "language",
          "nearest",
          "plateau",
          "samples",
          "seed",
          "select",
          "stages",
          "templates",
          "topics",
          "turns",
          "unsafe",
          "where");

  private static final Set<String> DEPTHS = Set.of("questionDepth", "answerDepth", "imageDepth");
  private static final String ROLE = "models.";
  private static final String PROMPT = "prompts.";

  private final SavedOptions begun;
  private final SavedOptions now;

  private Difference(SavedOptions begun, SavedOptions now) {
    this.begun = begun;
    this.now = now;
  }

  /**
   * The first difference, described for people.
   *
   * @param allowed parts of the fingerprint that may differ
   */
  static Optional<String> of(SavedOptions begun, SavedOptions now, Set<String> allowed) {
    TreeSet<String> names = new TreeSet<>(begun.fingerprint().keySet());
    names.addAll(now.fingerprint().keySet());
    names.removeAll(allowed);
    names.removeIf(
        name -> Objects.equals(begun.fingerprint().get(name), now.fingerprint().get(name)));
    return names.stream().findFirst().map(new Difference(begun, now)::told);
  }

  private String told(String name) {
    return option(name)
        + " was "
        + shown(begun.fingerprint().get(name))
        + ", now "
        + shown(now.fingerprint().get(name));
  }

  private String option(String name) {
    String option = "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    if (DEPTHS.contains(name)) {
      return isGiven(option) ? option : "--depth";
    }
    if (name.startsWith(ROLE)) {
      return "the " + name.substring(ROLE.length()) + " model in --models";
    }
    if (name.startsWith(PROMPT)) {
      return name.substring(PROMPT.length()) + " of --prompts";
    }
    return OPTIONS.contains(name) ? option : name;
  }

  private boolean isGiven(String option) {
    return List.of(begun, now).stream().anyMatch(call -> call.arguments().containsKey(option));
  }

  private static String shown(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "not given";
    }
    return value.matches("[A-Z]+")
        ? value.toLowerCase(Locale.ROOT) // a word of the command line
        : value.replaceFirst("^(\\d+)-\\1$", "$1"); // a range of one number
  }
}
