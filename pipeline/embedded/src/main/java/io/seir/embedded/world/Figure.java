package io.seir.embedded.world;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thing to be placed in a scene.
 *
 * @param colourOrNull the colour it is painted in; as its icon comes if null
 * @param large whether it is to be drawn larger than its like
 */
public record Figure(Concept concept, @Nullable Colour colourOrNull, boolean large) {
  /** As it comes. */
  public static Figure of(Concept concept) {
    return new Figure(concept, null, false);
  }

  public Optional<Colour> colour() {
    return Optional.ofNullable(colourOrNull);
  }
}
