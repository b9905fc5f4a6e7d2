package io.seir.export;

import io.seir.model.ModelException;
import io.seir.sample.Picture;
import io.seir.sample.Sample;
import java.io.Serializable;

/** Says how well a picture fits a turn's final caption and texts. */
@FunctionalInterface
public interface PictureRater extends Serializable {
  /** For exports without pairs of pictures. */
  PictureRater NONE =
      (sample, turn, picture) -> {
        throw new IllegalStateException("pairs of pictures need somebody who rates them");
      };

  /**
   * A rating; higher is better.
   *
   * @param turn of the sample, from 0, whose picture this might be
   * @throws ModelException if none can be had
   */
  double rate(Sample sample, int turn, Picture picture) throws ModelException;
}
