package io.seir.export;

import io.seir.model.ModelException;
import io.seir.sample.Picture;
import java.io.Serializable;

/** Says how alike two pictures are. */
@FunctionalInterface
public interface PictureLikeness extends Serializable {
  /**
   * Their cosine.
   *
   * @throws ModelException if a picture cannot be encoded
   */
  double cosine(Picture a, Picture b) throws ModelException;
}
