package io.seir.model;

import io.seir.kernels.RgbImage;
import io.seir.sample.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
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
   * The pixels; a JPEG turned as its EXIF note says.
   *
   * @throws ModelException as {@link #size}, or if the picture is damaged
   */
  public static BufferedImage decode(Picture picture) throws ModelException {
    return few(size(picture), () -> upright(picture));
  }

  private static BufferedImage upright(Picture picture) throws ModelException {
    return Orientation.upright(read(picture, PictureReader::colours), picture.bytes());
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
   * The pixels for kernels and encoders: eight bits per channel, of more the upper eight; grey in
   * all three channels; alpha left out; a JPEG turned as its EXIF note says.
   *
   * @throws ModelException as {@link #decode}
   */
  public static RgbImage pixels(Picture picture) throws ModelException {
    Size size = size(picture);
    return few(
        size,
        () -> {
          Optional<RgbImage> usual = PngPixels.of(picture.bytes());
          return usual.isPresent() ? usual.get() : image(upright(picture));
        });
  }

  /** The pixels of a decoded picture, as {@link #pixels} has them. */
  public static RgbImage image(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && image.getRaster().getDataBuffer() instanceof DataBufferByte bytes
        && bytes.getData().length == RgbImage.CHANNELS * width * height) {
      return new RgbImage(width, height, bytes.getData(), RgbImage.Order.BGR);
    }
    boolean plain = image.getColorModel() instanceof ComponentColorModel;
    int depth = image.getColorModel().getComponentSize(0);
    if (plain && depth >= 8) {
      return new RgbImage(width, height, bytes(image.getRaster(), depth - 8), RgbImage.Order.RGB);
    }
    return new RgbImage(width, height, image.getRGB(0, 0, width, height, null, 0, width));
  }

  /** The first three bands, or the one of grey: numbers of the file, no colour space of Java's. */
  private static byte[] bytes(Raster raster, int shift) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int green = bands > 2 ? 1 : 0;
    int blue = bands > 2 ? 2 : 0;
    byte[] bytes = new byte[RgbImage.CHANNELS * width * raster.getHeight()];
    int[] line = new int[width * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, line);
      for (int at = 0; at < line.length; at += bands) {
        bytes[to] = (byte) (line[at] >> shift);
        bytes[to + 1] = (byte) (line[at + green] >> shift);
        bytes[to + 2] = (byte) (line[at + blue] >> shift);
        to += RgbImage.CHANNELS;
      }
    }
    return bytes;
  }

  /**
   * The pixels as 0xRRGGBB, row by row; an alpha channel is left out. Most decoded pictures are
   * three plain bytes a pixel, which are copied without asking a colour model.
   */
  public static int[] rgb(BufferedImage image) {
    return rgb(image(image));
  }

  static int[] rgb(RgbImage pixels) {
    byte[] bytes = pixels.bytes();
    int red = pixels.order().place(0);
    int blue = pixels.order().place(2);
    int[] rgb = new int[pixels.width() * pixels.height()];
    for (int i = 0; i < rgb.length; i++) {
      int at = RgbImage.CHANNELS * i;
      rgb[i] =
          (bytes[at + red] & 255) << 16 | (bytes[at + 1] & 255) << 8 | (bytes[at + blue] & 255);
    }
    return rgb;
  }

  /** Pictures made for print are not guessed at: their colours depend on a profile. */
  private static BufferedImage colours(ImageReader reader) throws IOException, ModelException {
    BufferedImage image = reader.read(0);
    if (image.getColorModel().getNumColorComponents() > RgbImage.CHANNELS) {
      throw ModelException.permanentFault(
          NOT_A_PICTURE, "the picture is in CMYK, for print; expected RGB or grey");
    }
    return image;
  }

  private interface Decoding<T> {
    T now() throws ModelException;
  }

  /** Of large pictures few at a time. */
  private static <T> T few(Size size, Decoding<T> decoding) throws ModelException {
    boolean large = (long) size.width() * size.height() > LARGE_PIXELS;
    if (large) {
      LARGE.acquireUninterruptibly();
    }
    try {
      return decoding.now();
    } finally {
      if (large) {
        LARGE.release();
      }
    }
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
            NOT_A_PICTURE,
            picture.mediaType().equals("image/webp")
                ? "WebP is not read; convert the picture to PNG or JPEG"
                : "the file is in no known picture format");
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
