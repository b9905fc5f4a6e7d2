package io.seir.embedded.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Lays a scene out: which ground suits the things, and where each stands without hiding another.
 */
public final class SceneComposer {
  /** More things than this do not fit side by side. */
  public static final int MAX_OBJECTS = 5;

  private SceneComposer() {}

  /** The ground on which these things look at home. */
  public static Ground groundFor(List<Concept> concepts) {
    boolean water = has(concepts, Place.WATER);
    boolean land = has(concepts, Place.LAND) || has(concepts, Place.BUILT);
    if (water) {
      return land || has(concepts, Place.ROAD) || has(concepts, Place.TABLE)
          ? Ground.BEACH
          : Ground.SEA;
    }
    if (has(concepts, Place.ROAD)) {
      return Ground.STREET;
    }
    if (land || concepts.stream().allMatch(c -> c.place() == Place.SKY)) {
      return Ground.MEADOW;
    }
    return has(concepts, Place.ROOM) ? Ground.ROOM : Ground.TABLE;
  }

  private static boolean has(List<Concept> concepts, Place place) {
    return concepts.stream().anyMatch(c -> c.place() == place);
  }

  /**
   * Places the things from left to right in the order given (the first {@link #MAX_OBJECTS} of
   * them), sized by how many there are.
   *
   * @param emphasised the things to draw larger; a subset of {@code concepts}
   */
  public static List<SceneObject> place(
      List<Concept> concepts, List<Concept> emphasised, Ground ground, RandomGenerator random) {
    List<Concept> drawn = concepts.subList(0, Math.min(MAX_OBJECTS, concepts.size()));
    double shrink = drawn.size() <= 2 ? 1 : drawn.size() == 3 ? 0.92 : 2.9 / drawn.size();
    double slot = 1.0 / Math.max(1, drawn.size());
    List<SceneObject> objects = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      Concept concept = drawn.get(i);
      double grow = (emphasised.contains(concept) ? 1.12 : 1) * (drawn.size() == 1 ? 1.25 : 1);
      double height = concept.size() * shrink * grow * (0.92 + 0.16 * random.nextDouble());
      double free = Math.max(0, slot - height);
      double x = slot * (i + 0.5) + free * (random.nextDouble() - 0.5) * 0.9;
      x = Math.min(1 - height / 2, Math.max(height / 2, x));
      objects.add(
          new SceneObject(
              concept,
              x,
              base(concept.place(), ground, height, random),
              height,
              random.nextBoolean()));
    }
    Collections.sort(objects, Comparator.comparingDouble(SceneObject::base));
    return objects;
  }

  private static double base(Place place, Ground ground, double height, RandomGenerator random) {
    double u = random.nextDouble();
    return switch (place) {
      case SKY -> Math.max(height + 0.02, 0.30 + 0.14 * u);
      case BUILT -> ground.indoors() ? 0.86 + 0.04 * u : 0.66 + 0.04 * u;
      case WATER ->
          ground == Ground.BEACH
              ? 0.70 + 0.04 * u
              : ground == Ground.SEA ? 0.74 + 0.12 * u : 0.84 + 0.08 * u;
      case LAND, ROAD, ROOM, TABLE -> 0.82 + 0.12 * u;
    };
  }
}
