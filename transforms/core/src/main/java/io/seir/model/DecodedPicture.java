package io.seir.model;

import io.seir.sample.Picture;
import java.awt.image.BufferedImage;

/**
 * A picture with its pixels, so that it is decoded once.
 *
 * @param pixels not written to
 */
public record DecodedPicture(Picture picture, BufferedImage pixels) {
  /**
   * Decodes a picture.
   *
   * @throws ModelException if the bytes are no picture, or one over the limits
   */
  public static DecodedPicture of(Picture picture) throws ModelException {
    return new DecodedPicture(picture, PictureReader.decode(picture));
  }
}
