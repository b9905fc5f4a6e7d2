package io.seir.model;

import io.seir.sample.Picture;
import java.awt.image.BufferedImage;

/**
 * A picture with its pixels, so that it is decoded only once.
 *
 * @param pixels not written to
 */
public record DecodedPicture(Picture picture, BufferedImage pixels) {
  /**
   * Decodes a picture.
   *
   * @throws ModelException if the bytes are not a picture, or the picture exceeds the limits
   */
  public static DecodedPicture of(Picture picture) throws ModelException {
    return new DecodedPicture(picture, PictureReader.decode(picture));
  }
}
