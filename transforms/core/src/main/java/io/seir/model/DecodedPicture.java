package io.seir.model;

import io.seir.kernels.RgbImage;
import io.seir.sample.Picture;

/** A picture with its pixels, so that it is decoded only once. */
public record DecodedPicture(Picture picture, RgbImage pixels) {
  /**
   * Decodes a picture.
   *
   * @throws ModelException if the bytes are not a picture, or the picture exceeds the limits
   */
  public static DecodedPicture of(Picture picture) throws ModelException {
    return new DecodedPicture(picture, PictureReader.pixels(picture));
  }
}
