package io.seir.embedded.words;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Articles, plurals and capitals of nouns. */
public final class Nouns {
  private static final Set<String> MASS = CarefulWords.of("mass");
  private static final Set<String> PROPER = CarefulWords.of("proper");
  private static final Set<String> LETTERS = CarefulWords.of("letters");

  /** Played, so "some" does not go with them. */
  private static final Set<String> GAMES =
      Set.of(
          "chess",
          "tennis",
          "golf",
          "soccer",
          "rugby",
          "bowling",
          "billiards",
          "badminton",
          "lacrosse",
          "curling",
          "ice hockey",
          "field hockey",
          "american football",
          "ping-pong",
          "table tennis",
          "football");

  /** There is only one of each: neither "a Saturn" nor "Saturns". */
  private static final Set<String> NAMES =
      Set.of("saturn", "mount fuji", "fuji", "tokyo tower", "japan", "dna");

  /** There is only one of each, and it has an article: "the Kaaba". */
  private static final Set<String> THE =
      Set.of("earth", "kaaba", "statue of liberty", "moon", "sun", "sky", "sea");

  private static final Set<String> PLURALS = Set.of("dice", "cattle", "people", "police");

  private static final Set<String> SINGULAR_S =
      Set.of("lens", "gas", "atlas", "canvas", "christmas", "iris", "bias", "rhinoceros");

  /** What begins with a vowel and sounds as if it did not, or the other way round. */
  private static final Pattern SOUNDS_CONSONANT =
      Pattern.compile(
          "(uni(?!m|n)|eu|ewe|ufo|use|usu|uke|one\\b|once).*", Pattern.CASE_INSENSITIVE);

  private static final Pattern SOUNDS_VOWEL =
      Pattern.compile("(hour|honest|heir|x-ray|suv|mri).*", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> IRREGULAR = new HashMap<>();

  static {
    for (String pair :
        ("mouse mice|goose geese|ox oxen|tooth teeth|foot feet|child children|man men|woman women"
                + "|die dice|sheep sheep|deer deer|fish fish|moose moose|bison bison|elk elk"
                + "|shrimp shrimp|squid squid|salmon salmon|trout trout|cod cod|swine swine"
                + "|wolf wolves|calf calves|half halves|shelf shelves|scarf scarves|elf elves"
                + "|thief thieves|knife knives|leaf leaves|loaf loaves|life lives|wife wives"
                + "|potato potatoes|tomato tomatoes|mosquito mosquitoes|tornado tornadoes"
                + "|mango mangoes|volcano volcanoes|hero heroes|buffalo buffaloes|cactus cacti"
                + "|spacecraft spacecraft|aircraft aircraft|hovercraft hovercraft|series series"
                + "|species species|moai moai|torii torii|dango dango|quiz quizzes|lens lenses")
            .split("\\|", -1)) {
      String[] both = pair.split(" ", -1);
      IRREGULAR.put(both[0], both[1]);
    }
  }

  private Nouns() {}

  /** "rice", "garlic bread": it has neither a plural nor an article. */
  public static boolean isMass(String phrase) {
    String rest = phrase.toLowerCase(Locale.ROOT);
    while (!MASS.contains(rest)) {
      int space = rest.indexOf(' ');
      if (space < 0 || rest.contains(" of ")) {
        return false;
      }
      rest = rest.substring(space + 1);
    }
    return true;
  }

  /** "scissors": it has nothing but a plural. */
  public static boolean isPlural(String phrase) {
    String last = last(phrase.replaceFirst(" of .*", "")).toLowerCase(Locale.ROOT);
    return PLURALS.contains(last) || (!isMass(phrase) && looksPlural(last));
  }

  /** Whether it ends as plurals do, though it may be none: "billiards". */
  public static boolean looksPlural(String phrase) {
    String last = last(phrase).toLowerCase(Locale.ROOT);
    return last.endsWith("s")
        && !last.endsWith("ss")
        && !last.endsWith("us")
        && !last.endsWith("is")
        && !last.endsWith("'s")
        && !SINGULAR_S.contains(last);
  }

  /** Whether there can be two of it: "cat", but neither "rice" nor "scissors". */
  public static boolean isCountable(String phrase) {
    return !isMass(phrase) && !isPlural(phrase);
  }

  /** Whether it is the only one of its kind. */
  public static boolean isName(String phrase) {
    String lower = phrase.toLowerCase(Locale.ROOT);
    return NAMES.contains(lower) || THE.contains(lower);
  }

  /** Whether there can be two of it in one scene: neither "rice" nor "the Kaaba". */
  public static boolean canBeSeveral(String phrase) {
    return isCountable(phrase) && !isName(phrase);
  }

  /** Whether it is played: "chess". */
  public static boolean isGame(String phrase) {
    return GAMES.contains(phrase);
  }

  /** With its capitals: "Christmas tree", "UFOs". */
  public static String spelled(String words) {
    return Arrays.stream(words.split(" ", -1))
        .map(
            word -> {
              String lower = word.toLowerCase(Locale.ROOT);
              String one = LETTERS.contains(lower) ? lower : lower.replaceFirst("s$", "");
              if (LETTERS.contains(one)) {
                return one.toUpperCase(Locale.ROOT) + lower.substring(one.length());
              }
              boolean proper =
                  PROPER.contains(lower)
                      || PROPER.contains(lower.replaceFirst("e?s$", ""))
                      || PROPER.contains(one);
              return proper ? English.capital(word) : word;
            })
        .collect(Collectors.joining(" "));
  }

  /** A sentence as it goes on after a comma: with a small letter, unless a name begins it. */
  public static String inside(String sentence) {
    int space = sentence.indexOf(' ');
    String first = space < 0 ? sentence : sentence.substring(0, space);
    if (first.equals("I")) {
      return sentence;
    }
    return spelled(first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1))
        + sentence.substring(first.length());
  }

  /** With "a" or "an", by its sound. */
  public static String indefinite(String words) {
    boolean vowel = "aeiouAEIOU".indexOf(words.charAt(0)) >= 0;
    boolean an =
        SOUNDS_VOWEL.matcher(words).matches()
            || (vowel && !SOUNDS_CONSONANT.matcher(words).matches());
    return (an ? "an " : "a ") + spelled(words);
  }

  /** One of it in a scene: "a cat", "some rice", "some scissors", "Saturn", "the Kaaba". */
  public static String article(String phrase) {
    if (GAMES.contains(phrase)) {
      return "a game of " + spelled(phrase);
    }
    boolean name = isName(phrase) && !isMass(phrase);
    return name || isCountable(phrase) ? anyOf(phrase) : "some " + spelled(phrase);
  }

  /** As the subject of a general statement: "an owl", but "rice", "scissors". */
  public static String anyOf(String phrase) {
    if (NAMES.contains(phrase) || !isCountable(phrase)) {
      return spelled(phrase);
    }
    return THE.contains(phrase) ? "the " + spelled(phrase) : indefinite(phrase);
  }

  /** As something spoken of before: "the owl", but "rice", "Saturn". */
  public static String the(String phrase) {
    return NAMES.contains(phrase) || isMass(phrase) ? spelled(phrase) : "the " + spelled(phrase);
  }

  /** The plural; what has none stays as it is: "cats", "rice", "the Kaaba". */
  public static String plural(String phrase) {
    if (THE.contains(phrase)) {
      return "the " + spelled(phrase);
    }
    if (isMass(phrase) || isPlural(phrase) || NAMES.contains(phrase)) {
      return spelled(phrase);
    }
    int of = phrase.indexOf(" of ");
    if (of > 0) {
      return plural(phrase.substring(0, of)) + spelled(phrase.substring(of));
    }
    String last = last(phrase);
    String before = phrase.substring(0, phrase.length() - last.length());
    return spelled(before + IRREGULAR.getOrDefault(last, regular(last)));
  }

  private static String regular(String noun) {
    if (noun.endsWith("fish") || noun.endsWith("craft")) {
      return noun;
    }
    if (noun.endsWith("man") && !noun.matches(".*(hu|ro|ger|otto|talis)man")) {
      return noun.substring(0, noun.length() - 2) + "en";
    }
    if (noun.matches(".*[^aeiou]y")) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    if (noun.matches(".*(s|x|z|ch|sh)")) {
      return noun + "es";
    }
    return noun + "s";
  }

  private static String last(String phrase) {
    return phrase.substring(phrase.lastIndexOf(' ') + 1);
  }
}
