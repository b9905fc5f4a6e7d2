package io.seir.embedded;

import io.seir.embedded.words.Depiction;
import io.seir.kernels.ImageQuality;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.RgbImage;
import io.seir.model.PictureReader;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * How well a picture is made, whatever it shows: blur, grain, flatness (too little contrast) and
 * framing, each from 0 (none of it) to 4 (hardly bearable).
 *
 * <p>Each is read from what hardly depends on the picture. Blur: how much sharper the picture is
 * than its own half; a clean edge loses half its sharpness at most. Grain: Immerkær's estimate.
 * Flatness: the range of brightness without the outermost 0.05 % of the pixels on either side. The
 * limits lie between what clean and spoiled scenes gave in all styles.
 */
record Look(int blur, int grain, int flatness, int framing, boolean small) {
  private static final int SMALL = 128;
  private static final double[] GRAINS = {3.5, 9.5, 17, 28};

  /** Negative, since a small range is the fault. */
  private static final double[] RANGES = {-0.47, -0.34, -0.21, -0.12};

  private static final double OFF_CENTRE = 0.18;
  private static final double FAR_OFF_CENTRE = 0.3;
  private static final double SHARP_ONCE = 0.15;
  private static final double SHARP_TWICE = 0.125;
  private static final double SHARP_THRICE = 0.13;
  private static final int OUTERMOST = 2000;

  /** Without its framing, which nobody can tell who does not look for something. */
  static Look of(BufferedImage picture) {
    int wide = picture.getWidth();
    int high = picture.getHeight();
    int[] rgb = PictureReader.rgb(picture);
    ImageQuality quality = quality(new RgbImage(wide, high, rgb));
    int grain = steps(quality.noise(), GRAINS);
    return new Look(
        grain > 0 ? 0 : blur(rgb, wide, high, quality.sharpness()), // grain hides blur
        grain,
        steps(-range(rgb), RANGES),
        0,
        Math.min(wide, high) < SMALL);
  }

  /**
   * With its framing.
   *
   * @param eye finds the things in the picture
   */
  Look framed(Eye eye, Depiction wanted) {
    double aside = Math.abs(eye.offCentre(wanted));
    int steps = (aside > OFF_CENTRE ? 1 : 0) + (aside > FAR_OFF_CENTRE ? 1 : 0);
    return new Look(blur, grain, flatness, steps, small);
  }

  /** Whether blur or grain hides what one might see otherwise. */
  boolean isUnclear() {
    return blur > 0 || grain > 0;
  }

  private static int steps(double value, double[] limits) {
    int steps = 0;
    for (double limit : limits) {
      steps += value > limit ? 1 : 0;
    }
    return steps;
  }

  /** From how far down the picture, halved again and again, is sharp. */
  private static int blur(int[] rgb, int wide, int high, double sharpness) {
    double[] sharp = new double[4];
    sharp[0] = sharpness;
    int[] pixels = rgb;
    int w = wide;
    int h = high;
    for (int i = 1; i < sharp.length; i++) {
      if (w < 8 || h < 8) {
        return 0;
      }
      pixels = half(pixels, w, h);
      w /= 2;
      h /= 2;
      sharp[i] = quality(new RgbImage(w, h, pixels)).sharpness();
    }
    if (ratio(sharp[2], sharp[3]) < SHARP_THRICE) {
      return 3;
    }
    if (ratio(sharp[1], sharp[2]) < SHARP_TWICE) {
      return 2;
    }
    return ratio(sharp[0], sharp[1]) < SHARP_ONCE ? 1 : 0;
  }

  /** A picture without any edge is as sharp as it can be. */
  private static double ratio(double fine, double coarse) {
    return coarse == 0 ? 1 : fine / (coarse + 1);
  }

  private static int[] half(int[] rgb, int wide, int high) {
    int w = wide / 2;
    int h = high / 2;
    int[] out = new int[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int at = 2 * y * wide + 2 * x;
        out[y * w + x] = mean(rgb[at], rgb[at + 1], rgb[at + wide], rgb[at + wide + 1]);
      }
    }
    return out;
  }

  private static int mean(int a, int b, int c, int d) {
    int out = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int sum =
          ((a >> shift) & 255) + ((b >> shift) & 255) + ((c >> shift) & 255) + ((d >> shift) & 255);
      out |= sum / 4 << shift;
    }
    return out;
  }

  private static ImageQuality quality(RgbImage image) {
    return ImageQuality.of(Holder.KERNELS.imageSums(image));
  }

  private static double range(int[] rgb) {
    int[] counts = new int[256];
    for (int pixel : rgb) {
      counts[(77 * ((pixel >> 16) & 255) + 151 * ((pixel >> 8) & 255) + 28 * (pixel & 255)) >> 8]++;
    }
    int outermost = rgb.length / OUTERMOST;
    int low = 0;
    for (int sum = counts[0]; sum <= outermost && low < 255; sum += counts[++low]) {}
    int high = 255;
    for (int sum = counts[255]; sum <= outermost && high > 0; sum += counts[--high]) {}
    return Math.max(0, high - low) / 255.0;
  }

  private static final class Holder {
    static final Kernels KERNELS = KernelSelector.select(KernelSelector.Choice.AUTO).kernels();
  }

  /** On the scale of image quality, 1 to 5. */
  double quality() {
    return Math.max(1, 5 - blur - grain - flatness - framing - (small ? 1 : 0));
  }

  /** A sentence for each fault. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (blur > 0) {
      remarks.add("The picture is blurred; draw it in sharp focus.");
    }
    if (grain > 0) {
      remarks.add("The picture is grainy; draw it in sharp focus.");
    }
    if (flatness > 0) {
      remarks.add("The picture lacks contrast; draw it well lit.");
    }
    if (framing > 0) {
      remarks.add("The picture is off centre; draw it well centred.");
    }
    return remarks;
  }
}
