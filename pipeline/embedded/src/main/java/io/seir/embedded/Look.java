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
 * How well a picture is made, whatever it shows: blur, grain, contrast and framing, each from 0
 * (none of it) to 3 (hardly bearable).
 */
record Look(int blur, int grain, int flatness, int framing, boolean small) {
  private static final int SMALL = 128;

  /**
   * @param eye finds the things in the picture, to tell how they are framed
   */
  static Look of(BufferedImage picture, Eye eye, Depiction wanted) {
    int[] rgb = PictureReader.rgb(picture);
    int wide = picture.getWidth();
    int high = picture.getHeight();
    Kernels kernels = Holder.KERNELS;
    ImageQuality fine = ImageQuality.of(kernels.imageSums(new RgbImage(wide, high, rgb)));
    return new Look(0, 0, 0, 0, Math.min(wide, high) < SMALL);
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
      remarks.add("The picture is grainy; draw it without noise.");
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
