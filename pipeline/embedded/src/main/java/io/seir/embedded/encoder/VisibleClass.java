package io.seir.embedded.encoder;

import io.seir.embedded.words.Depiction;
import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneObject;
import io.seir.embedded.world.Style;
import io.seir.embedded.world.Vocabulary;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Something a picture can show, with the phrases people use for it: every concept of the
 * vocabulary, and the light, weather, ground and style of a scene. The index in {@link #all()} is
 * the class number in training.
 */
public record VisibleClass(String key, List<String> phrases) {
  private static final List<VisibleClass> ALL = list();

  public VisibleClass {
    phrases = List.copyOf(phrases);
  }

  public static List<VisibleClass> all() {
    return ALL;
  }

  /** The numbers of the classes that this scene shows. */
  public static Set<Integer> shownBy(Scene scene) {
    Set<Integer> shown = new LinkedHashSet<>();
    for (SceneObject object : scene.visible()) {
      shown.add(number(object.concept()));
    }
    shown.add(number(scene.daytime()));
    if (!scene.ground().indoors() && scene.weather() != Weather.CLEAR) {
      shown.add(number(scene.weather()));
    }
    shown.add(number(scene.ground()));
    if (scene.ground() == Ground.BEACH) {
      shown.add(number(Ground.SEA));
    }
    if (scene.style() != Style.FLAT) {
      shown.add(number(scene.style()));
    }
    return shown;
  }

  /**
   * The light, weather, ground and style that a text asks for; clear weather and flat colours are
   * nothing to see.
   */
  public static List<VisibleClass> settings(Depiction depiction) {
    List<VisibleClass> settings = new ArrayList<>();
    depiction.daytime().ifPresent(daytime -> settings.add(of(daytime)));
    depiction
        .weather()
        .filter(weather -> weather != Weather.CLEAR)
        .ifPresent(weather -> settings.add(of(weather)));
    depiction.ground().ifPresent(ground -> settings.add(ALL.get(number(ground))));
    if (depiction.style() != Style.FLAT) {
      settings.add(of(depiction.style()));
    }
    return settings;
  }

  public static VisibleClass of(Daytime daytime) {
    return ALL.get(number(daytime));
  }

  /** The class of any weather but {@link Weather#CLEAR}. */
  public static VisibleClass of(Weather weather) {
    return ALL.get(number(weather));
  }

  /** The class of any style but {@link Style#FLAT}. */
  public static VisibleClass of(Style style) {
    return ALL.get(number(style));
  }

  private static int number(Daytime daytime) {
    return Vocabulary.shipped().concepts().size() + daytime.ordinal();
  }

  private static int number(Weather weather) {
    return number(Daytime.DAY) + Daytime.values().length + weather.ordinal() - 1;
  }

  private static int number(Ground ground) {
    return number(Weather.CLOUDY) + Weather.values().length - 1 + ground.ordinal();
  }

  private static int number(Style style) {
    return number(Ground.MEADOW) + Ground.values().length + style.ordinal() - 1;
  }

  /** The class number of a concept. */
  public static int number(Concept concept) {
    return Vocabulary.shipped().concepts().indexOf(concept);
  }

  private static List<VisibleClass> list() {
    List<VisibleClass> all = new ArrayList<>();
    for (Concept concept : Vocabulary.shipped().concepts()) {
      all.add(new VisibleClass(concept.icon(), concept.names()));
    }
    for (Daytime daytime : Daytime.values()) {
      all.add(
          switch (daytime) {
            case DAY -> of("day", "daylight", "blue sky", "sunny day", "daytime");
            case SUNSET -> of("sunset", "sunset", "dusk", "orange evening sky", "evening light");
            case NIGHT -> of("night", "night", "dark night sky", "starry night", "midnight");
          });
    }
    for (Weather weather : Weather.values()) {
      switch (weather) {
        case CLEAR -> {}
        case CLOUDY -> all.add(of("cloudy", "cloudy sky", "overcast sky", "grey clouds"));
        case RAIN -> all.add(of("rain", "rain", "falling rain", "rainy weather"));
        case SNOWFALL -> all.add(of("snowfall", "falling snow", "snowfall", "snowflakes"));
      }
    }
    for (Ground ground : Ground.values()) {
      all.add(
          switch (ground) {
            case MEADOW -> of("meadow", "green meadow", "grassy hills", "grass", "field");
            case BEACH -> of("beach", "beach", "sandy shore", "seashore");
            case SEA -> of("sea", "sea", "ocean", "open water");
            case SNOW -> of("snow", "snow-covered ground", "snowy field", "snowy hills");
            case DESERT -> of("desert", "desert", "sand dunes");
            case STREET -> of("street", "street", "city street", "paved road");
            case TABLE -> of("table", "table", "wooden table", "tabletop");
            case ROOM -> of("room", "room", "living room", "indoors");
          });
    }
    for (Style style : Style.values()) {
      switch (style) {
        case FLAT -> {}
        case OUTLINE -> all.add(of("outline", "pencil sketch", "sketch", "line drawing"));
        case PAPER -> all.add(of("paper", "paper cut-out", "paper collage", "papercut"));
        case CHALK -> all.add(of("chalk", "chalk drawing", "chalk on a blackboard", "chalk art"));
      }
    }
    return List.copyOf(all);
  }

  private static VisibleClass of(String key, String... phrases) {
    return new VisibleClass(key, List.of(phrases));
  }
}
