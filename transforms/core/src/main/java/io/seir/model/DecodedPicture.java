package io.seir.model;

import io.seir.kernels.RgbImage;
import io.seir.sample.Picture;

/** A picture with its pixels, so that it is decoded once. */
public record DecodedPicture(Picture picture, RgbImage pixels) {
  /**
   * Decodes a picture.
   *
   * @throws ModelException if the bytes are no picture, or one over the limits
   */
  public static DecodedPicture of(Picture picture) throws ModelException {
    return new DecodedPicture(picture, PictureReader.pixels(picture));
  }
}
