package io.seir.model;

import io.seir.sample.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes untrusted pictures, within limits that are checked before any pixel is decoded. */
public final class PictureReader {
  /** Most bytes of an encoded picture. */
  public static final int MAX_BYTES = 32 << 20;

  private static final Set<String> KNOWN = Set.of("png", "jpeg", "jpg", "gif");

  /**
   * A picture may be at most this many times as long as wide, because resizing a strip needs too
   * much memory.
   */
  private static final int MAX_STRETCHED = 100;

  /** The reason for bytes that are not a picture. */
  public static final String NOT_A_PICTURE = "not_a_picture";

  /** Most pixels of a picture. */
  public static final long MAX_PIXELS = 32L << 20;

  /** Pictures of more pixels than this are decoded few at a time, so that memory stays bounded. */
  private static final long LARGE_PIXELS = 4L << 20;

  private static final Semaphore LARGE = new Semaphore(2, true);

  /** Width and height in pixels. */
  public record Size(int width, int height) {}

  private PictureReader() {}

  /**
   * The size, read only from the header.
   *
   * @throws ModelException if the bytes are not a picture, or the picture exceeds the limits
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
          int shorter = Math.min(size.width(), size.height());
          if (Math.max(size.width(), size.height()) > (long) MAX_STRETCHED * shorter) {
            throw ModelException.permanentFault(
                "picture_too_narrow", "a picture of " + size.width() + "×" + size.height());
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
    Size size = size(picture);
    boolean large = (long) size.width() * size.height() > LARGE_PIXELS;
    if (large) {
      LARGE.acquireUninterruptibly();
    }
    try {
      return read(picture, reader -> reader.read(0));
    } finally {
      if (large) {
        LARGE.release();
      }
    }
  }

  /**
   * The size of a picture, after decoding its pixels once as a check.
   *
   * @throws ModelException as {@link #decode}
   */
  public static Size check(Picture picture) throws ModelException {
    BufferedImage decoded = decode(picture);
    return new Size(decoded.getWidth(), decoded.getHeight());
  }

  /**
   * The pixels as 0xRRGGBB, row by row; an alpha channel is left out. Most decoded pictures are
   * three plain bytes a pixel, which are copied without asking a colour model.
   */
  public static int[] rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    boolean plain =
        image.getType() == BufferedImage.TYPE_3BYTE_BGR
            && image.getRaster().getDataBuffer() instanceof DataBufferByte bytes
            && bytes.getData().length == 3 * width * height;
    if (!plain) {
      return image.getRGB(0, 0, width, height, null, 0, width);
    }
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int[] rgb = new int[width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (bgr[3 * i + 2] & 255) << 16 | (bgr[3 * i + 1] & 255) << 8 | (bgr[3 * i] & 255);
    }
    return rgb;
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
        throw ModelException.permanentFault(
            NOT_A_PICTURE, "the file is in no known picture format");
      }
      ImageReader reader = readers.next();
      if (!KNOWN.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw ModelException.permanentFault(
            NOT_A_PICTURE, "a picture must be PNG, JPEG or GIF, not " + reader.getFormatName());
      }
      try {
        reader.setInput(in, true, true);
        return use.apply(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // readers throw all kinds on damaged input
      throw ModelException.permanentFault(NOT_A_PICTURE, "the picture cannot be decoded: " + e);
    }
  }
}
