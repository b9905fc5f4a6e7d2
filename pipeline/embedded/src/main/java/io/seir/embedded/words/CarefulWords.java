package io.seir.embedded.words;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists of words that need care, from {@code vocabulary/careful-words.txt}. */
final class CarefulWords {
  private CarefulWords() {}

  /** The words under a key; a hyphen in the file stands for a space too. */
  static Set<String> of(String key) {
    return Resource.lines("careful-words.txt").stream()
        .filter(line -> line.startsWith(key + ": "))
        .flatMap(line -> Stream.of(line.substring(key.length() + 2).split(" ", -1)))
        .flatMap(word -> Stream.of(word, word.replace('-', ' ')))
        .collect(Collectors.toUnmodifiableSet());
  }
}
