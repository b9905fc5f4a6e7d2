package io.seir.embedded.world;

import java.awt.image.BufferedImage;

/** Paints an icon in a colour: its lights and shadows stay, its hue becomes the colour's. */
final class Brush {
  private static final double MIDDLE = 0.55;
  private static final int DARK = 40;
  private static final int GREY = 38;
  private static final double MOSTLY = 0.3;

  private Brush() {}

  /**
   * A painted copy. Black lines stay black; grey and white parts (tyres, windows) stay too, if the
   * rest is at least a third of the icon.
   */
  static BufferedImage paint(BufferedImage icon, Colour colour) {
    int side = icon.getWidth();
    int[] argb = icon.getRGB(0, 0, side, side, null, 0, side);
    double mean = 0;
    int solid = 0;
    int vivid = 0;
    for (int pixel : argb) {
      if (pixel >>> 24 > 127) {
        solid++;
        vivid += range(pixel) > GREY ? 1 : 0;
      }
    }
    boolean spareGrey = vivid > MOSTLY * solid;
    int painted = 0;
    for (int pixel : argb) {
      if (pixel >>> 24 > 127 && isPainted(pixel, spareGrey)) {
        mean += luma(pixel);
        painted++;
      }
    }
    mean = painted == 0 ? MIDDLE : mean / painted;
    for (int i = 0; i < argb.length; i++) {
      if (argb[i] >>> 24 > 0 && isPainted(argb[i], spareGrey)) {
        argb[i] = shade(colour.rgb(), luma(argb[i]) - mean) | (argb[i] & 0xFF000000);
      }
    }
    BufferedImage out = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB_PRE);
    out.setRGB(0, 0, side, side, argb, 0, side);
    return out;
  }

  private static boolean isPainted(int pixel, boolean spareGrey) {
    return luma(pixel) * 255 > DARK && !(spareGrey && range(pixel) <= GREY);
  }

  /** The paint, lighter or darker. */
  private static int shade(int paint, double lighter) {
    int out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double channel = (paint >> shift) & 255;
      double shaded =
          lighter > 0 ? channel + (255 - channel) * 0.8 * lighter : channel * (1 + 1.1 * lighter);
      out |= (int) Math.max(0, Math.min(255, Math.round(shaded))) << shift;
    }
    return out;
  }

  private static int range(int pixel) {
    int red = (pixel >> 16) & 255;
    int green = (pixel >> 8) & 255;
    int blue = pixel & 255;
    return Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
  }

  private static double luma(int pixel) {
    return (0.299 * ((pixel >> 16) & 255) + 0.587 * ((pixel >> 8) & 255) + 0.114 * (pixel & 255))
        / 255;
  }
}
