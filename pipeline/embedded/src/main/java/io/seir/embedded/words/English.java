package io.seir.embedded.words;

import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts a depiction and its parts into words. */
public final class English {
  private static final Set<String> MASS = CarefulWords.of("mass");
  private static final Set<String> O_WITH_E =
      Set.of("potato", "tomato", "mosquito", "tornado", "mango", "volcano", "hero", "buffalo");
  private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five");

  private English() {}

  /** "a cat", "an owl", "two owls". */
  public static String some(Thing thing) {
    if (thing.count() > 1) {
      return (thing.count() < NUMBERS.size() ? NUMBERS.get(thing.count()) : "many")
          + " "
          + plural(thing.phrase());
    }
    return article(thing.phrase());
  }

  /** "a cat", "an owl"; "some rice", "some glasses". */
  public static String article(String phrase) {
    if (MASS.contains(phrase)) {
      return "some " + phrase;
    }
    if (phrase.endsWith("s")
        && !phrase.endsWith("ss")
        && !phrase.endsWith("us")
        && !phrase.endsWith("is")) {
      return "some " + phrase;
    }
    boolean vowel = "aeiou".indexOf(phrase.charAt(0)) >= 0;
    boolean soundsY =
        phrase.startsWith("uni") || phrase.startsWith("eu") || phrase.startsWith("ufo");
    return (vowel && !soundsY ? "an " : "a ") + phrase;
  }

  /** As the subject of a general statement: "an owl", but "rice". */
  public static String anyOf(String phrase) {
    return MASS.contains(phrase) ? phrase : article(phrase);
  }

  /** A regular plural; what has none stays as it is. */
  public static String plural(String phrase) {
    if (MASS.contains(phrase) || phrase.endsWith("craft")) {
      return phrase;
    }
    if (phrase.endsWith("knife") || phrase.endsWith("leaf") || phrase.endsWith("loaf")) {
      return phrase.replaceAll("fe?$", "ves");
    }
    if (phrase.endsWith("y")
        && phrase.length() > 1
        && "aeiou".indexOf(phrase.charAt(phrase.length() - 2)) < 0) {
      return phrase.substring(0, phrase.length() - 1) + "ies";
    }
    if (phrase.endsWith("s")) {
      return phrase.endsWith("ss") || phrase.endsWith("us") ? phrase + "es" : phrase;
    }
    boolean hard = O_WITH_E.contains(phrase.substring(phrase.lastIndexOf(' ') + 1));
    if (hard || phrase.endsWith("x") || phrase.endsWith("ch") || phrase.endsWith("sh")) {
      return phrase + "es";
    }
    return phrase + "s";
  }

  /** "a, b and c". */
  public static String list(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  /** The whole depiction: "a cat and two owls in a meadow at night in the rain". */
  public static String scene(Depiction depiction) {
    return list(depiction.things().stream().map(English::some).toList()) + setting(depiction);
  }

  /** The setting alone, with a space before it; empty if there is none. */
  public static String setting(Depiction depiction) {
    List<String> parts = new ArrayList<>();
    depiction
        .ground()
        .ifPresent(
            ground ->
                parts.add(
                    switch (ground) {
                      case MEADOW -> "in a meadow";
                      case BEACH -> "on a beach";
                      case SEA -> "at sea";
                      case SNOW -> "in the snow";
                      case DESERT -> "in a desert";
                      case STREET -> "on a street";
                      case TABLE -> "on a table";
                      case ROOM -> "in a room";
                    }));
    depiction
        .daytime()
        .ifPresent(
            daytime ->
                parts.add(
                    switch (daytime) {
                      case DAY -> "in daylight";
                      case SUNSET -> "at sunset";
                      case NIGHT -> "at night";
                    }));
    depiction.weather().filter(w -> w != Weather.CLEAR).ifPresent(w -> parts.add(weather(w)));
    return parts.isEmpty() ? "" : " " + String.join(" ", parts);
  }

  private static String weather(Weather weather) {
    return switch (weather) {
      case CLEAR -> "under a clear sky";
      case CLOUDY -> "under a cloudy sky";
      case RAIN -> "in the rain";
      case SNOWFALL -> "during snowfall";
    };
  }

  /** With a capital first letter. */
  public static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Sentences, each with its end mark. */
  public static List<String> sentences(String text) {
    List<String> out = new ArrayList<>();
    for (String sentence : text.strip().split("(?<=[.!?])\\s+", -1)) {
      if (!sentence.isBlank()) {
        out.add(sentence.strip());
      }
    }
    return out;
  }

  /** With a full stop, unless it ends as a sentence does. */
  public static String sentence(String text) {
    return text.isEmpty() || ".!?".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
  }

  /** Words, separated by white space. */
  public static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
  }
}
