package io.seir.kernels;

/** An 8-bit RGB image, row-major, one int {@code 0xRRGGBB} a pixel. The array is not copied. */
public final class RgbImage {
  private final int width;
  private final int height;
  private final int[] pixels;

  /**
   * @throws IllegalArgumentException if there are not width × height pixels
   */
  public RgbImage(int width, int height, int[] pixels) {
    if (width < 1 || height < 1 || (long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          pixels.length + " pixels are no image of " + width + "×" + height);
    }
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  int[] pixels() {
    return pixels;
  }

  int red(int x, int y) {
    return (pixels[y * width + x] >> 16) & 255;
  }

  int green(int x, int y) {
    return (pixels[y * width + x] >> 8) & 255;
  }

  int blue(int x, int y) {
    return pixels[y * width + x] & 255;
  }

  /** Brightness 0..255 by BT.601 in 8-bit fixed point: (77 R + 150 G + 29 B + 128) / 256. */
  int luma(int x, int y) {
    int p = pixels[y * width + x];
    return (77 * ((p >> 16) & 255) + 150 * ((p >> 8) & 255) + 29 * (p & 255) + 128) >> 8;
  }
}
