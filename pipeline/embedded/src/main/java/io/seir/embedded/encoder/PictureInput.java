package io.seir.embedded.encoder;

import io.seir.kernels.HostImages;
import io.seir.kernels.RgbImage;
import io.seir.model.PictureReader;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** What the image tower sees: 3 × 128 × 128 numbers in −1..1, planes red, green, blue. */
public final class PictureInput {
  /** Side in pixels. */
  public static final int SIDE = 128;

  /** Patches a side. */
  public static final int GRID = 8;

  /** Patches of a picture. */
  public static final int PATCHES = GRID * GRID;

  /** Numbers of a picture. */
  public static final int LENGTH = 3 * SIDE * SIDE;

  private PictureInput() {}

  /** Any picture, brought to a square multiple of 128 and averaged down. */
  public static float[] of(BufferedImage picture) {
    if (picture.getType() != BufferedImage.TYPE_INT_RGB) {
      return of(PictureReader.image(picture));
    }
    int factor = factor(picture.getWidth(), picture.getHeight());
    return average(square(picture, factor * SIDE), factor);
  }

  /** The same of pixels. */
  public static float[] of(RgbImage picture) {
    int factor = factor(picture.width(), picture.height());
    if (picture.width() == factor * SIDE && picture.height() == factor * SIDE) {
      return average(picture, factor);
    }
    BufferedImage held =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    int[] rgb = ((DataBufferInt) held.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < rgb.length; i++) {
      int at = RgbImage.CHANNELS * i;
      for (int c = 0; c < RgbImage.CHANNELS; c++) {
        rgb[i] = rgb[i] << 8 | (picture.bytes()[at + picture.order().place(c)] & 255);
      }
    }
    return average(square(held, factor * SIDE), factor);
  }

  private static int factor(int width, int height) {
    int factor = Math.max(1, Math.round(Math.max(width, height) / (float) SIDE));
    return Math.min(factor, 8);
  }

  private static float[] average(RgbImage square, int factor) {
    int[] sums = HostImages.blockSums(square, factor);
    float scale = 2f / (255f * factor * factor);
    float[] out = new float[LENGTH];
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      int from = square.order().place(c);
      int to = c * SIDE * SIDE;
      for (int i = 0; i < SIDE * SIDE; i++) {
        out[to + i] = sums[from + RgbImage.CHANNELS * i] * scale - 1;
      }
    }
    return out;
  }

  private static BufferedImage square(BufferedImage picture, int side) {
    if (picture.getType() == BufferedImage.TYPE_INT_RGB
        && picture.getWidth() == side
        && picture.getHeight() == side) {
      return picture;
    }
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = square.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(picture, 0, 0, side, side, null);
    g.dispose();
    return square;
  }

  private static float[] average(BufferedImage square, int factor) {
    int[] rgb = ((DataBufferInt) square.getRaster().getDataBuffer()).getData();
    int wide = SIDE * factor;
    float scale = 2f / (255f * factor * factor);
    float[] out = new float[LENGTH];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int dy = 0; dy < factor; dy++) {
          int row = (y * factor + dy) * wide + x * factor;
          for (int dx = 0; dx < factor; dx++) {
            int pixel = rgb[row + dx];
            red += (pixel >> 16) & 255;
            green += (pixel >> 8) & 255;
            blue += pixel & 255;
          }
        }
        int at = y * SIDE + x;
        out[at] = red * scale - 1;
        out[at + SIDE * SIDE] = green * scale - 1;
        out[at + 2 * SIDE * SIDE] = blue * scale - 1;
      }
    }
    return out;
  }
}
