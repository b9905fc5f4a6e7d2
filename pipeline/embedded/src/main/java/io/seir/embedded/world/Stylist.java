package io.seir.embedded.world;

/** Draws a finished picture over in another style; pixels are 0xRRGGBB, row by row. */
final class Stylist {
  private static final int BOARD = 0x26342E;
  private static final int LEVELS = 51;

  private final int side;

  Stylist(int side) {
    this.side = side;
  }

  int[] apply(Style style, int[] rgb) {
    return switch (style) {
      case FLAT -> rgb;
      case OUTLINE -> outline(rgb);
      case PAPER -> paper(rgb);
      case CHALK -> chalk(rgb);
    };
  }

  private int[] outline(int[] rgb) {
    int[] luma = luma(rgb);
    int[] out = new int[rgb.length];
    for (int at = 0; at < rgb.length; at++) {
      int line = 256 - Math.min(215, 2 * edge(luma, at));
      int pixel = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int pale = 255 - (255 - ((rgb[at] >> shift) & 255)) * 46 / 100;
        pixel |= (pale * line >> 8) << shift;
      }
      out[at] = pixel;
    }
    return out;
  }

  private int[] paper(int[] rgb) {
    int[] luma = luma(rgb);
    int[] out = new int[rgb.length];
    for (int at = 0; at < rgb.length; at++) {
      int x = at % side;
      int lit = x > 1 && at >= 2 * side ? luma[at] - luma[at - 2 * side - 2] : 0;
      int relief = Math.max(-60, Math.min(60, lit / 2));
      int pixel = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int few = (((rgb[at] >> shift) & 255) + LEVELS / 2) / LEVELS * LEVELS;
        pixel |= Math.max(0, Math.min(255, few + relief)) << shift;
      }
      out[at] = pixel;
    }
    return out;
  }

  private int[] chalk(int[] rgb) {
    int[] luma = luma(rgb);
    int[] out = new int[rgb.length];
    for (int at = 0; at < rgb.length; at++) {
      int line = Math.min(220, 2 * edge(luma, at));
      int pixel = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int dull = (((BOARD >> shift) & 255) * 58 + ((rgb[at] >> shift) & 255) * 42) / 100;
        pixel |= dull + ((240 - dull) * line >> 8) << shift;
      }
      out[at] = pixel;
    }
    return out;
  }

  /** The step in brightness across a pixel; none on the border. */
  private int edge(int[] luma, int at) {
    int x = at % side;
    if (x == 0 || x == side - 1 || at < side || at >= luma.length - side) {
      return 0;
    }
    return Math.abs(luma[at + 1] - luma[at - 1]) + Math.abs(luma[at + side] - luma[at - side]);
  }

  private static int[] luma(int[] rgb) {
    int[] luma = new int[rgb.length];
    for (int at = 0; at < rgb.length; at++) {
      luma[at] =
          (77 * ((rgb[at] >> 16) & 255) + 151 * ((rgb[at] >> 8) & 255) + 28 * (rgb[at] & 255)) >> 8;
    }
    return luma;
  }
}
