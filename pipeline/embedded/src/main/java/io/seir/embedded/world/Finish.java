package io.seir.embedded.world;

/**
 * What is technically wrong with a picture.
 *
 * @param blur standard deviation of a Gaussian blur, as a part of the side
 * @param noise standard deviation of Gaussian noise, in grey levels
 * @param contrast what is left of the contrast, in (0, 1]
 * @param shift how far the whole scene is moved to the right, as a part of the side; negative to
 *     the left
 */
public record Finish(double blur, double noise, double contrast, double shift) {
  /** Nothing is wrong. */
  public static final Finish CLEAN = new Finish(0, 0, 1, 0);

  public Finish {
    if (blur < 0 || noise < 0 || !(contrast > 0 && contrast <= 1) || Math.abs(shift) > 1) {
      throw new IllegalArgumentException(
          "no such finish: " + blur + ", " + noise + ", " + contrast + ", " + shift);
    }
  }
}
