package io.seir.embedded.world;

/** From where a scene is seen. */
public enum View {
  MIDDLE(1),
  CLOSE(1.3),
  FAR(0.74);

  private final double scale;

  View(double scale) {
    this.scale = scale;
  }

  /** How large things look, beside the middle distance. */
  double scale() {
    return scale;
  }
}
