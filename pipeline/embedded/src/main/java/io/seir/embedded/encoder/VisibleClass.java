package io.seir.embedded.encoder;

import io.seir.embedded.world.Concept;
import io.seir.embedded.world.Daytime;
import io.seir.embedded.world.Ground;
import io.seir.embedded.world.Scene;
import io.seir.embedded.world.SceneObject;
import io.seir.embedded.world.Vocabulary;
import io.seir.embedded.world.Weather;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Something a picture can show, with the phrases people use for it: every concept of the
 * vocabulary, and the light, weather and ground of a scene. The index in {@link #all()} is the
 * class number in training.
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
    int backdrop = Vocabulary.shipped().concepts().size();
    Set<Integer> shown = new LinkedHashSet<>();
    for (SceneObject object : scene.objects()) {
      shown.add(number(object.concept()));
    }
    shown.add(backdrop + scene.daytime().ordinal());
    if (!scene.ground().indoors() && scene.weather() != Weather.CLEAR) {
      shown.add(backdrop + Daytime.values().length + scene.weather().ordinal() - 1);
    }
    int grounds = backdrop + Daytime.values().length + Weather.values().length - 1;
    shown.add(grounds + scene.ground().ordinal());
    if (scene.ground() == Ground.BEACH) {
      shown.add(grounds + Ground.SEA.ordinal());
    }
    return shown;
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
    return List.copyOf(all);
  }

  private static VisibleClass of(String key, String... phrases) {
    return new VisibleClass(key, List.of(phrases));
  }
}
