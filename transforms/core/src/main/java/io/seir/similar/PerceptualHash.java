package io.seir.similar;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A 64-bit hash of what a picture looks like, which resizing and re-encoding hardly change.
 *
 * <p>The picture, made grey (Rec. 601 luma, 0 to 255, over white), is averaged by area to 32 × 32
 * cells whatever its shape, then transformed by the orthonormal two-dimensional DCT-II. Bit 8v + u
 * stands for the coefficient of horizontal frequency u and vertical frequency v, both from 0 to 7,
 * and is set if that coefficient lies above the median of the 63 other than (0, 0). Bit 0, that of
 * the mean brightness (0, 0), is never set.
 *
 * <p>"Above" means by more than 4, a wave of a quarter of a grey level. Symmetric and striped
 * pictures have many coefficients of zero, whose bits would otherwise be noise.
 *
 * <p>Unrelated pictures with structure in both directions differ in about 30 bits. Pictures of few
 * waves, such as plain gradients, set few bits and so lie close together.
 */
public final class PerceptualHash {
  private static final int CELLS = 32;
  private static final int WAVES = 8;
  private static final int PARTS = 4;
  private static final double FAINT = 4;
  private static final double WHITE = 255;
  private static final double[][] COSINES = cosines();

  private PerceptualHash() {}

  /** The hash, or empty if the picture is flat: none of the 63 coefficients is beyond ±4. */
  public static OptionalLong of(BufferedImage picture) {
    double[] waves = waves(cells(picture));
    double[] sorted = Arrays.copyOfRange(waves, 1, waves.length);
    Arrays.sort(sorted);
    if (sorted[0] >= -FAINT && sorted[sorted.length - 1] <= FAINT) {
      return OptionalLong.empty();
    }
    double median = sorted[sorted.length / 2];
    long hash = 0;
    for (int i = 1; i < waves.length; i++) {
      if (waves[i] > median + FAINT) {
        hash |= 1L << i;
      }
    }
    return OptionalLong.of(hash);
  }

  /** The number of bits in which two hashes differ, from 0 to 63. */
  public static int distance(long a, long b) {
    return Long.bitCount(a ^ b);
  }

  /**
   * Four keys, each of its own 16 bits and their place. Hashes that differ in at most 3 bits share
   * at least one.
   */
  public static long[] parts(long hash) {
    long[] parts = new long[PARTS];
    for (int i = 0; i < PARTS; i++) {
      parts[i] = (long) i << Short.SIZE | (hash >>> (i * Short.SIZE) & 0xFFFF);
    }
    return parts;
  }

  /** The lowest 8 × 8 coefficients, one vertical frequency after the other. */
  private static double[] waves(double[][] cells) {
    double[] waves = new double[WAVES * WAVES];
    for (int v = 0; v < WAVES; v++) {
      double[] columns = new double[CELLS];
      for (int y = 0; y < CELLS; y++) {
        add(columns, COSINES[v][y], cells[y]);
      }
      for (int u = 0; u < WAVES; u++) {
        for (int x = 0; x < CELLS; x++) {
          waves[WAVES * v + u] += COSINES[u][x] * columns[x];
        }
      }
    }
    return waves;
  }

  private static double[][] cells(BufferedImage picture) {
    double[][] cells = new double[CELLS][CELLS];
    for (int y = 0; y < picture.getHeight(); y++) {
      double[] line = means(grey(picture, y));
      spread(y, picture.getHeight(), (cell, share) -> add(cells[cell], share, line));
    }
    return cells;
  }

  /** The mean of every cell along a row of pixels, from sums of all pixels before each. */
  private static double[] means(double[] row) {
    double[] before = new double[row.length + 1];
    for (int x = 0; x < row.length; x++) {
      before[x + 1] = before[x] + row[x];
    }
    double[] means = new double[CELLS];
    double last = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      long end = (cell + 1L) * row.length;
      int whole = (int) (end / CELLS);
      long part = end % CELLS;
      double to = before[whole] + (part == 0 ? 0 : row[whole] * part / CELLS);
      means[cell] = (to - last) * CELLS / row.length;
      last = to;
    }
    return means;
  }

  private static void add(double[] sum, double factor, double[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }

  private interface Share {
    void of(int cell, double share);
  }

  /** The cells that a pixel lies in, with the share of each cell that it fills. */
  private static void spread(int pixel, int pixels, Share share) {
    // In units of 1/32 pixel, a pixel is 32 long and a cell as long as there are pixels.
    long start = (long) pixel * CELLS;
    long end = start + CELLS;
    for (int cell = (int) (start / pixels); (long) cell * pixels < end; cell++) {
      long cellStart = (long) cell * pixels;
      long overlap = Math.min(end, cellStart + pixels) - Math.max(start, cellStart);
      share.of(cell, (double) overlap / pixels);
    }
  }

  private static double[] grey(BufferedImage picture, int y) {
    return hasGreySamples(picture.getColorModel()) ? greySamples(picture, y) : luma(picture, y);
  }

  private static double[] luma(BufferedImage picture, int y) {
    int width = picture.getWidth();
    if (hasPlainBytes(picture.getColorModel())) {
      return plainLuma(picture.getRaster(), width, y);
    }
    int[] colours = picture.getRGB(0, y, width, 1, null, 0, width);
    double[] grey = new double[width];
    for (int x = 0; x < width; x++) {
      int colour = colours[x];
      double opacity = (colour >>> 24) / 255.0;
      double luma =
          0.299 * (colour >> 16 & 255) + 0.587 * (colour >> 8 & 255) + 0.114 * (colour & 255);
      grey[x] = opacity * luma + (1 - opacity) * WHITE;
    }
    return grey;
  }

  private static boolean hasPlainBytes(ColorModel colours) {
    return colours instanceof ComponentColorModel
        && colours.getColorSpace().isCS_sRGB()
        && colours.getTransferType() == DataBuffer.TYPE_BYTE
        && colours.getComponentSize(0) == Byte.SIZE
        && !colours.hasAlpha();
  }

  /** The same without asking the colour model for every pixel, which takes longer than all else. */
  private static double[] plainLuma(Raster raster, int width, int y) {
    byte[] rgb = (byte[]) raster.getDataElements(0, y, width, 1, null);
    double[] grey = new double[width];
    for (int x = 0; x < width; x++) {
      grey[x] =
          0.299 * (rgb[3 * x] & 255)
              + 0.587 * (rgb[3 * x + 1] & 255)
              + 0.114 * (rgb[3 * x + 2] & 255);
    }
    return grey;
  }

  private static boolean hasGreySamples(ColorModel colours) {
    int type = colours.getTransferType();
    return colours instanceof ComponentColorModel
        && colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
  }

  /** Java takes grey samples as linear light and would brighten them; files mean them as luma. */
  private static double[] greySamples(BufferedImage picture, int y) {
    ColorModel colours = picture.getColorModel();
    Raster raster = picture.getRaster();
    int width = picture.getWidth();
    double[] grey = raster.getSamples(0, y, width, 1, 0, new double[width]);
    double scale = WHITE / ((1 << colours.getComponentSize(0)) - 1);
    Arrays.setAll(grey, x -> grey[x] * scale);
    if (colours.hasAlpha()) {
      double[] alpha = raster.getSamples(0, y, width, 1, 1, new double[width]);
      double opaque = (1 << colours.getComponentSize(1)) - 1;
      for (int x = 0; x < width; x++) {
        double opacity = alpha[x] / opaque;
        double own = colours.isAlphaPremultiplied() ? grey[x] : opacity * grey[x];
        grey[x] = own + (1 - opacity) * WHITE;
      }
    }
    return grey;
  }

  private static double[][] cosines() {
    double[][] cosines = new double[WAVES][CELLS];
    for (int wave = 0; wave < WAVES; wave++) {
      double scale = Math.sqrt((wave == 0 ? 1.0 : 2.0) / CELLS);
      for (int cell = 0; cell < CELLS; cell++) {
        cosines[wave][cell] = scale * StrictMath.cos(Math.PI * wave * (2 * cell + 1) / (2 * CELLS));
      }
    }
    return cosines;
  }
}
