package io.seir.embedded.world;

import java.util.Random;
import java.util.SplittableRandom;

/** Spoils a finished picture as its {@link Finish} says; pixels are 0xRRGGBB, row by row. */
final class Spoiler {
  private static final int TABLE = 1 << 12;
  private static final int BOXES = 3;

  private final int side;

  Spoiler(int side) {
    this.side = side;
  }

  /** In place. */
  void apply(Finish finish, int[] rgb, long seed) {
    if (finish.contrast() < 1) {
      flatten(rgb, finish.contrast());
    }
    // three boxes of width w come close to a Gaussian of variance 3 (w² - 1) / 12
    double sigma = finish.blur() * side;
    int radius = (int) Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2);
    for (int box = 0; radius > 0 && box < BOXES; box++) {
      blur(rgb, radius, 1, side);
      blur(rgb, radius, side, 1);
    }
    if (finish.noise() > 0) {
      noise(rgb, finish.noise(), new SplittableRandom(seed));
    }
  }

  private static void flatten(int[] rgb, double contrast) {
    for (int at = 0; at < rgb.length; at++) {
      int pixel = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int channel = (rgb[at] >> shift) & 255;
        pixel |= (int) Math.round(128 + (channel - 128) * contrast) << shift;
      }
      rgb[at] = pixel;
    }
  }

  /**
   * The mean over {@code 2 × radius + 1} pixels along lines of pixels {@code step} apart. Beyond
   * its ends a line goes on as it ends.
   */
  private void blur(int[] rgb, int radius, int step, int nextLine) {
    int wide = 2 * radius + 1;
    int[] line = new int[side + wide];
    for (int l = 0; l < side; l++) {
      int start = l * nextLine;
      for (int i = 0; i < line.length; i++) {
        line[i] = rgb[start + Math.max(0, Math.min(side - 1, i - radius)) * step];
      }
      int red = 0;
      int green = 0;
      int blue = 0;
      for (int i = 0; i < wide; i++) {
        red += line[i] >> 16 & 255;
        green += line[i] >> 8 & 255;
        blue += line[i] & 255;
      }
      for (int i = 0; i < side; i++) {
        rgb[start + i * step] = red / wide << 16 | green / wide << 8 | blue / wide;
        int in = line[i + wide];
        int out = line[i];
        red += (in >> 16 & 255) - (out >> 16 & 255);
        green += (in >> 8 & 255) - (out >> 8 & 255);
        blue += (in & 255) - (out & 255);
      }
    }
  }

  private static void noise(int[] rgb, double deviation, SplittableRandom random) {
    Random gaussian = new Random(random.nextLong());
    int[] table = new int[TABLE];
    for (int i = 0; i < TABLE; i++) {
      table[i] = (int) Math.round(gaussian.nextGaussian() * deviation);
    }
    for (int at = 0; at < rgb.length; at++) {
      long bits = random.nextLong();
      int pixel = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int channel = ((rgb[at] >> shift) & 255) + table[(int) (bits & (TABLE - 1))];
        pixel |= Math.max(0, Math.min(255, channel)) << shift;
        bits >>>= 12;
      }
      rgb[at] = pixel;
    }
  }
}
