package io.seir.embedded.world;

import java.util.List;

/**
 * A picture before it has pixels.
 *
 * @param icons the set its things are drawn with
 * @param objects back to front
 * @param seed decides hills, clouds, stars and drops
 */
public record Scene(
    Daytime daytime,
    Weather weather,
    Ground ground,
    IconSet icons,
    List<SceneObject> objects,
    long seed) {
  public Scene {
    objects = List.copyOf(objects);
  }
}
