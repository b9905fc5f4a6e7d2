package io.seir.kernels;

/**
 * An 8-bit RGB image, row-major, three bytes per pixel. The bytes are shared and must not change.
 */
public final class RgbImage {
  /** Bytes per pixel. */
  public static final int CHANNELS = 3;

  /** Which colour of a pixel comes first. */
  public enum Order {
    RGB(0, 2),
    /** As most Java pictures hold them. */
    BGR(2, 0);

    private final int red;
    private final int blue;

    Order(int red, int blue) {
      this.red = red;
      this.blue = blue;
    }

    /** Where a channel (0 red, 1 green, 2 blue) lies within a pixel. */
    public int place(int channel) {
      return channel == 0 ? red : channel == 2 ? blue : 1;
    }
  }

  private final int width;
  private final int height;
  private final byte[] bytes;
  private final Order order;

  /**
   * @param bytes not copied
   * @throws IllegalArgumentException if there are not 3 × width × height bytes
   */
  public RgbImage(int width, int height, byte[] bytes, Order order) {
    if (width < 1 || height < 1 || (long) CHANNELS * width * height != bytes.length) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are no image of " + width + "×" + height);
    }
    this.width = width;
    this.height = height;
    this.bytes = bytes;
    this.order = order;
  }

  /**
   * @param pixels one {@code 0xRRGGBB} per pixel; copied
   * @throws IllegalArgumentException if there are not width × height pixels
   */
  public RgbImage(int width, int height, int[] pixels) {
    this(width, height, bytes(pixels), Order.RGB);
  }

  private static byte[] bytes(int[] pixels) {
    byte[] bytes = new byte[CHANNELS * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[CHANNELS * i] = (byte) (pixels[i] >> 16);
      bytes[CHANNELS * i + 1] = (byte) (pixels[i] >> 8);
      bytes[CHANNELS * i + 2] = (byte) pixels[i];
    }
    return bytes;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Pixels. */
  public long size() {
    return (long) width * height;
  }

  /** The image itself, not a copy; in the order of {@link #order}. */
  public byte[] bytes() {
    return bytes;
  }

  public Order order() {
    return order;
  }

  int red(int x, int y) {
    return channel(x, y, order.red);
  }

  int green(int x, int y) {
    return channel(x, y, 1);
  }

  int blue(int x, int y) {
    return channel(x, y, order.blue);
  }

  private int channel(int x, int y, int place) {
    return bytes[CHANNELS * (y * width + x) + place] & 255;
  }

  /** Brightness 0..255 by BT.601 in 8-bit fixed point: (77 R + 150 G + 29 B + 128) / 256. */
  int luma(int x, int y) {
    return (77 * red(x, y) + 150 * green(x, y) + 29 * blue(x, y) + 128) >> 8;
  }
}
