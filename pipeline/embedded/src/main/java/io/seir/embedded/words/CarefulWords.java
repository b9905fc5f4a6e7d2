package io.seir.embedded.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists of words that need care, from {@code vocabulary/careful-words.txt}. */
final class CarefulWords {
  private static final String RESOURCE = "/io/seir/embedded/vocabulary/careful-words.txt";

  private CarefulWords() {}

  /** The words under a key; a hyphen in the file stands for a space too. */
  static Set<String> of(String key) {
    try (InputStream in = CarefulWords.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(key + ": "))
          .flatMap(line -> Stream.of(line.substring(key.length() + 2).split(" ", -1)))
          .flatMap(word -> Stream.of(word, word.replace('-', ' ')))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
