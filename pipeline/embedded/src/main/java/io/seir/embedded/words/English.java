package io.seir.embedded.words;

import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Puts a depiction and its parts into words. */
public final class English {
  private static final List<String> NUMBERS = List.of("no", "one", "two", "three", "four", "five");

  private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.!?])\\s+");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private English() {}

  /** "a cat", "an owl", "two owls", "three red cars". */
  public static String some(Thing thing) {
    return thing.stressed()
        ? large(thing)
        : described(thing, thing.colour().map(Colour::word).orElse(""));
  }

  /** "two owls", "one owl". */
  public static String number(Thing thing) {
    return number(thing.count())
        + " "
        + (thing.count() == 1 ? Nouns.spelled(thing.phrase()) : plural(thing.phrase()));
  }

  /** "two"; "many" from six on. */
  public static String number(int count) {
    return count < NUMBERS.size() ? NUMBERS.get(count) : "many";
  }

  /** With an adjective before the noun, if any: "a large owl", "two large owls". */
  static String described(Thing thing, String adjective) {
    String before = adjective.isEmpty() ? "" : adjective + " ";
    if (thing.count() > 1) {
      return number(thing.count()) + " " + before + plural(thing.phrase());
    }
    if (before.isEmpty()) {
      return article(thing.phrase());
    }
    return isCountable(thing.phrase())
        ? indefinite(before + thing.phrase())
        : "some " + before + Nouns.spelled(thing.phrase());
  }

  /** As {@link #some}, asked for clearly: "a large red car", "some clearly visible rice". */
  public static String large(Thing thing) {
    String colour = thing.colour().map(c -> " " + c.word()).orElse("");
    return described(thing, (isCountable(thing.phrase()) ? "large" : "clearly visible") + colour);
  }

  /** Whether there can be two of it: "cat", but neither "rice" nor "glasses". */
  public static boolean isCountable(String phrase) {
    return Nouns.isCountable(phrase);
  }

  /** "a cat", "an owl"; "some rice", "some glasses"; "Saturn". */
  public static String article(String phrase) {
    return Nouns.article(phrase);
  }

  private static String indefinite(String phrase) {
    return Nouns.indefinite(phrase);
  }

  /** As the subject of a general statement: "an owl", but "rice". */
  public static String anyOf(String phrase) {
    return Nouns.anyOf(phrase);
  }

  /** The plural; what has none stays as it is. */
  public static String plural(String phrase) {
    return Nouns.plural(phrase);
  }

  /** "a, b and c". */
  public static String list(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  /**
   * The whole depiction: "a cat and two owls in a meadow at night in the rain", "a pencil sketch of
   * a cat to the left of a tree, seen from close by".
   */
  public static String scene(Depiction depiction) {
    String of =
        depiction.style() == Style.FLAT ? "" : indefinite(madeAs(depiction.style())) + " of ";
    return of + things(depiction) + setting(depiction) + view(depiction);
  }

  /**
   * The things and how they stand: "two red cars to the left of a tree, with a dog beside them".
   */
  public static String things(Depiction depiction) {
    if (depiction.relation().isEmpty()) {
      return list(depiction.things().stream().map(English::some).toList());
    }
    Relation relation = depiction.relation().get();
    String pair =
        depiction.thing(relation.first()).map(English::some).orElseThrow()
            + " "
            + how(relation.kind())
            + " "
            + depiction.thing(relation.second()).map(English::some).orElseThrow();
    List<String> others =
        depiction.things().stream()
            .filter(t -> !t.concept().equals(relation.first()))
            .filter(t -> !t.concept().equals(relation.second()))
            .map(English::some)
            .toList();
    return others.isEmpty() ? pair : pair + ", with " + list(others) + " beside them";
  }

  /** "to the left of". */
  public static String how(Relation.Kind kind) {
    return switch (kind) {
      case LEFT_OF -> "to the left of";
      case UNDER -> "under";
      case IN_FRONT_OF -> "in front of";
    };
  }

  /** What a picture of this style is called: "picture", "pencil sketch". */
  public static String madeAs(Style style) {
    return switch (style) {
      case FLAT -> "picture";
      case OUTLINE -> "pencil sketch";
      case PAPER -> "paper cut-out";
      case CHALK -> "chalk drawing";
    };
  }

  /** ", seen from close by"; empty for the middle distance. */
  public static String view(Depiction depiction) {
    return switch (depiction.view()) {
      case MIDDLE -> "";
      case CLOSE -> ", seen from close by";
      case FAR -> ", seen from afar";
    };
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
    for (String sentence : BETWEEN_SENTENCES.split(text.strip(), -1)) {
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
    return text.isBlank() ? 0 : SPACES.split(text.strip(), -1).length;
  }
}
