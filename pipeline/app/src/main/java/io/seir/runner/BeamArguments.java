package io.seir.runner;

import java.util.List;
import java.util.Optional;

/**
 * Options of Beam or a runner on the command line.
 *
 * @param words as they were given, such as {@code --parallelism=4}
 */
public record BeamArguments(List<String> words) {
  public BeamArguments {
    words = List.copyOf(words);
  }

  /** The value of an option, if it was given. */
  public Optional<String> value(String name) {
    String prefix = "--" + name + "=";
    return words.stream()
        .filter(option -> option.startsWith(prefix))
        .map(option -> option.substring(prefix.length()))
        .findFirst();
  }

  /** An option with a default value, unless it was given. */
  public List<String> unlessGiven(String name, String value) {
    return value(name).isPresent() ? List.of() : List.of("--" + name + "=" + value);
  }
}
