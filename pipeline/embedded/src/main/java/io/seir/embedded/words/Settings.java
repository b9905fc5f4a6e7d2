package io.seir.embedded.words;

import io.seir.embedded.world.Colour;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Relation;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.View;
import io.seir.embedded.world.Weather;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The words for colour, light, weather, ground, style, view and relation. */
final class Settings {
  static final Map<String, Colour> COLOURS = new HashMap<>();
  private static final Map<String, Daytime> DAYTIMES = new HashMap<>();
  private static final Map<String, Weather> WEATHERS = new HashMap<>();
  private static final Map<String, Ground> GROUNDS = new HashMap<>();
  private static final Map<String, Style> STYLES = new HashMap<>();
  private static final Map<String, View> VIEWS = new HashMap<>();

  /** Names of styles that hold the name of a thing, and the word that stands for them here. */
  private static final Map<Pattern, String> PHRASES =
      Map.of(
          Pattern.compile("\\b(pencil|line|ink|outline) (sketch|drawing)"), "sketch",
          Pattern.compile("\\bpaper[- ]cut[- ]?outs?|\\bcut[- ]outs?"), "cutout",
          Pattern.compile("\\bchalk (drawing|picture)( on a (dark |black)?board)?"), "chalk");

  /** What stands between two things; then at most three words about the second. */
  private static final Map<Pattern, Relation.Kind> RELATIONS =
      Map.of(
          between("left of"), Relation.Kind.LEFT_OF,
          between("under|below|beneath"), Relation.Kind.UNDER,
          between("in front of"), Relation.Kind.IN_FRONT_OF);

  private static final Map<Pattern, Relation.Kind> REVERSED =
      Map.of(
          between("right of"), Relation.Kind.LEFT_OF,
          between("over|above"), Relation.Kind.UNDER,
          between("behind"), Relation.Kind.IN_FRONT_OF);

  static {
    for (Colour colour : Colour.values()) {
      COLOURS.put(colour.word(), colour);
    }
    put(DAYTIMES, Daytime.DAY, "daylight", "daytime", "noon", "sunny", "morning", "sunshine");
    put(DAYTIMES, Daytime.SUNSET, "sunset", "dusk", "evening", "twilight");
    put(DAYTIMES, Daytime.NIGHT, "night", "midnight", "starry", "moonlit", "nighttime");
    put(WEATHERS, Weather.CLOUDY, "cloudy", "overcast", "clouds");
    put(WEATHERS, Weather.RAIN, "rain", "rainy", "raining", "drizzle");
    put(WEATHERS, Weather.SNOWFALL, "snowing", "snowfall", "snowflakes");
    put(GROUNDS, Ground.MEADOW, "meadow", "grass", "field", "pasture");
    put(GROUNDS, Ground.BEACH, "beach", "shore", "seashore", "sand");
    put(GROUNDS, Ground.SEA, "sea", "ocean");
    put(GROUNDS, Ground.SNOW, "snow", "snowy", "snow-covered");
    put(GROUNDS, Ground.DESERT, "desert", "dunes");
    put(GROUNDS, Ground.STREET, "street", "road");
    put(GROUNDS, Ground.TABLE, "table", "tabletop", "desk");
    put(GROUNDS, Ground.ROOM, "room", "indoors");
    put(STYLES, Style.OUTLINE, "sketch", "sketched");
    put(STYLES, Style.PAPER, "cutout", "papercut", "collage");
    put(STYLES, Style.CHALK, "chalk", "chalkboard", "blackboard");
    put(VIEWS, View.CLOSE, "close", "close-up", "closeup", "portrait");
    put(VIEWS, View.FAR, "afar", "distance");
  }

  private Settings() {}

  private static <T> void put(Map<String, T> map, T value, String... words) {
    for (String word : words) {
      map.put(word, value);
    }
  }

  private static Pattern between(String words) {
    return Pattern.compile("\\b(" + words + ")(\\s+\\S+){0,3}$");
  }

  /** The text (lower case) with every style that is named after a thing in one word. */
  static String simplified(String text) {
    String simple = text;
    for (Map.Entry<Pattern, String> phrase : PHRASES.entrySet()) {
      simple = phrase.getKey().matcher(simple).replaceAll(phrase.getValue());
    }
    return simple;
  }

  /** Whether a word tells of the setting, so that no thing is to be seen in it. */
  static boolean isSetting(String word) {
    return DAYTIMES.containsKey(word)
        || WEATHERS.containsKey(word)
        || GROUNDS.containsKey(word)
        || STYLES.containsKey(word)
        || VIEWS.containsKey(word);
  }

  /** The depiction with what a word says of the setting; the first word on a matter counts. */
  static Depiction read(Depiction so, String word) {
    Depiction now = so;
    if (now.daytime().isEmpty()) {
      now = now.withDaytime(DAYTIMES.get(word));
    }
    if (now.weather().isEmpty()) {
      now = now.withWeather(WEATHERS.get(word));
    }
    if (now.ground().isEmpty()) {
      now = now.withGround(GROUNDS.get(word));
    }
    if (now.style() == Style.FLAT) {
      now = now.withStyle(STYLES.getOrDefault(word, Style.FLAT));
    }
    if (now.view() == View.MIDDLE) {
      now = now.withView(VIEWS.getOrDefault(word, View.MIDDLE));
    }
    return now;
  }

  /** How two things stand that are named with these words between them. */
  static Optional<Relation> relation(Concept first, String between, Concept second) {
    if (first.equals(second)) {
      return Optional.empty();
    }
    Optional<Relation> forward = kind(RELATIONS, between).map(k -> new Relation(k, first, second));
    return forward
        .or(() -> kind(REVERSED, between).map(k -> new Relation(k, second, first)))
        .filter(r -> Relation.fits(r.kind(), r.first(), r.second()));
  }

  private static Optional<Relation.Kind> kind(Map<Pattern, Relation.Kind> from, String between) {
    return from.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(between).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Words that may stand between a number or colour and the thing it belongs to. */
  static final Set<String> STRESS = Set.of("large", "big", "clearly", "prominent");
}
