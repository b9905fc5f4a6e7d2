package io.seir.embedded.world;

/**
 * One thing in a scene; all lengths are parts of the picture's side.
 *
 * @param concept what it is
 * @param x its centre, from the left
 * @param base its lower edge, from the top
 * @param height its height (icons are square: its width too)
 * @param mirrored whether it looks the other way
 */
public record SceneObject(Concept concept, double x, double base, double height, boolean mirrored) {
  /** Whether it is in the air, and so casts no shadow on the ground below its lower edge. */
  boolean flies() {
    return concept.place() == Place.SKY;
  }
}
