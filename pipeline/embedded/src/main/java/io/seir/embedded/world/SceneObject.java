package io.seir.embedded.world;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a scene; all lengths are parts of the picture's side.
 *
 * @param concept what it is
 * @param x its centre, from the left
 * @param base its lower edge, from the top
 * @param height its height (icons are square: its width too)
 * @param mirrored whether it looks the other way
 * @param colourOrNull the colour it is painted in; as its icon comes if null
 */
public record SceneObject(
    Concept concept,
    double x,
    double base,
    double height,
    boolean mirrored,
    @Nullable Colour colourOrNull) {
  Optional<Colour> colour() {
    return Optional.ofNullable(colourOrNull);
  }

  /** Its middle, from the top. */
  public double y() {
    return base - height / 2;
  }

  /** Moved to the right. */
  SceneObject shifted(double by) {
    return new SceneObject(concept, x + by, base, height, mirrored, colourOrNull);
  }

  /** Whether it is in the air, and so casts no shadow on the ground below its lower edge. */
  boolean flies() {
    return concept.place() == Place.SKY;
  }
}
