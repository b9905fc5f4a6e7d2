package io.seir.embedded.world;

import java.util.List;

/**
 * A picture before it has pixels.
 *
 * @param icons the set its things are drawn with
 * @param objects back to front
 * @param style how it is drawn
 * @param finish what is technically wrong with it
 * @param seed decides hills, clouds, stars, drops and noise
 */
public record Scene(
    Daytime daytime,
    Weather weather,
    Ground ground,
    IconSet icons,
    List<SceneObject> objects,
    Style style,
    Finish finish,
    long seed) {
  public Scene {
    objects = List.copyOf(objects);
  }

  /** A clean picture in flat colours. */
  public static Scene flat(
      Daytime daytime,
      Weather weather,
      Ground ground,
      IconSet icons,
      List<SceneObject> objects,
      long seed) {
    return new Scene(daytime, weather, ground, icons, objects, Style.FLAT, Finish.CLEAN, seed);
  }

  /** The objects where they are drawn, without those whose middle is outside the picture. */
  public List<SceneObject> visible() {
    return objects.stream()
        .map(object -> object.shifted(finish.shift()))
        .filter(object -> object.x() > 0 && object.x() < 1)
        .toList();
  }

  /** With another finish. */
  public Scene with(Finish other) {
    return new Scene(daytime, weather, ground, icons, objects, style, other, seed);
  }
}
