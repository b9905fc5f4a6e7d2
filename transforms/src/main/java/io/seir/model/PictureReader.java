package io.seir.model;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes pictures from outside, within limits that are checked before a pixel is decoded. */
public final class PictureReader {
  /** Most bytes of an encoded picture. */
  public static final int MAX_BYTES = 64 << 20;

  /** Most pixels of a picture. */
  public static final long MAX_PIXELS = 64L << 20;

  /** Width and height in pixels. */
  public record Size(int width, int height) {}

  private PictureReader() {}

  /**
   * The size, from the header alone.
   *
   * @throws ModelException if the bytes are no picture, or one over the limits
   */
  public static Size size(Picture picture) throws ModelException {
    return read(
        picture,
        reader -> {
          Size size = new Size(reader.getWidth(0), reader.getHeight(0));
          if ((long) size.width() * size.height() > MAX_PIXELS) {
            throw ModelException.permanentFault(
                "picture_too_large", "a picture of " + size.width() + "×" + size.height());
          }
          return size;
        });
  }

  /**
   * The pixels.
   *
   * @throws ModelException as {@link #size}, or if the picture is damaged
   */
  public static BufferedImage decode(Picture picture) throws ModelException {
    size(picture);
    return read(picture, reader -> reader.read(0));
  }

  private interface Use<T> {
    T apply(ImageReader reader) throws IOException, ModelException;
  }

  private static <T> T read(Picture picture, Use<T> use) throws ModelException {
    if (picture.size() > MAX_BYTES) {
      throw ModelException.permanentFault(
          "picture_too_large", "a picture of " + picture.size() + " bytes");
    }
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.bytes()))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw ModelException.permanentFault("not_a_picture", "the bytes are of no known format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return use.apply(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw ModelException.permanentFault("not_a_picture", "the picture does not decode: " + e);
    }
  }
}
