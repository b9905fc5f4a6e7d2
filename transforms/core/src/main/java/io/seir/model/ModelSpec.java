package io.seir.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which model plays a role.
 *
 * @param provider the name of a {@link ModelProvider}
 * @param concurrency concurrent calls to its endpoint, in one worker
 * @param settings what the provider needs; a setting inside another is {@code outer.inner}
 */
public record ModelSpec(
    String provider, int concurrency, SortedMap<String, String> settings, Prices prices)
    implements Serializable {
  public ModelSpec {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
  }

  /** A model that costs nothing and needs no settings. */
  public static ModelSpec free(String provider, int concurrency) {
    return new ModelSpec(provider, concurrency, new TreeMap<>(Map.of()), Prices.FREE);
  }

  /** A setting, or its default. */
  public String setting(String name, String otherwise) {
    return settings.getOrDefault(name, otherwise);
  }

  /**
   * A setting that is a whole number.
   *
   * @throws IllegalArgumentException naming it, if it is not a whole number or is out of bounds
   */
  public int number(String name, int otherwise, int low, int high) {
    String text = settings.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(refusal(name, text, low, high), e);
    }
    throw new IllegalArgumentException(refusal(name, text, low, high));
  }

  private static String refusal(String name, String text, int low, int high) {
    return name + " must be a whole number from " + low + " to " + high + ", not '" + text + "'";
  }
}
