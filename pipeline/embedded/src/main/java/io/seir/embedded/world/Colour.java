package io.seir.embedded.world;

import java.util.Locale;

/**
 * A colour that a thing can be asked for in. Only hues that stay apart in every light and style; a
 * pale red is still red, and brown wood is none of them.
 */
public enum Colour {
  RED(0xD8282F, 338, 14),
  YELLOW(0xF4C81E, 42, 68),
  GREEN(0x2FA14A, 84, 164),
  BLUE(0x2F6FE0, 194, 246),
  PURPLE(0x8B3FC4, 260, 312);

  private static final double PALE = 0.22;
  private static final double DARK = 0.16;

  private final int rgb;
  private final int from;
  private final int to;

  Colour(int rgb, int from, int to) {
    this.rgb = rgb;
    this.from = from;
    this.to = to;
  }

  /** Its name in a text. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The paint that things in this colour are drawn with. */
  int rgb() {
    return rgb;
  }

  /** Whether a pixel (8 bits each of red, green and blue) has this colour. */
  public boolean has(int pixel) {
    int red = (pixel >> 16) & 255;
    int green = (pixel >> 8) & 255;
    int blue = pixel & 255;
    int most = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    if (most < 255 * DARK || most - least < most * PALE) {
      return false;
    }
    double hue = hue(red, green, blue, most, most - least);
    return from < to ? hue >= from && hue < to : hue >= from || hue < to;
  }

  private static double hue(int red, int green, int blue, int most, int range) {
    double sector =
        most == red
            ? (double) (green - blue) / range
            : most == green
                ? 2 + (double) (blue - red) / range
                : 4 + (double) (red - green) / range;
    return (sector * 60 + 360) % 360;
  }
}
