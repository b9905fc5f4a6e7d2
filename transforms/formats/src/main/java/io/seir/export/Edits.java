package io.seir.export;

import java.io.Serializable;

/**
 * Which pairs of pictures are edits.
 *
 * @param least cosine of the two, from −1 to 1
 * @param likeness who measures it
 */
public record Edits(double least, PictureLikeness likeness) implements Serializable {
  private static final long serialVersionUID = 1;

  /** For exports without edits. */
  public static final Edits NONE =
      new Edits(
          1,
          (a, b) -> {
            throw new IllegalStateException("edits need somebody who compares pictures");
          });
}
