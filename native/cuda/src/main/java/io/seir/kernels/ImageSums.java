package io.seir.kernels;

/**
 * Exact sums over an image from which every quality feature follows, so that features are
 * bit-identical on every engine. L is the luma, N the number of pixels.
 *
 * @param luma Σ L
 * @param lumaSquares Σ L²
 * @param dark pixels with L ≤ 4
 * @param bright pixels with L ≥ 251
 * @param laplacian Σ of the 4-neighbour Laplacian over inner pixels
 * @param laplacianSquares Σ of its squares
 * @param noise Σ |Immerkær's mask| over inner pixels
 * @param redGreen Σ (R − G)
 * @param redGreenSquares Σ (R − G)²
 * @param yellowBlue Σ (R + G − 2 B), twice the usual (R + G)/2 − B
 * @param yellowBlueSquares Σ (R + G − 2 B)²
 * @param edgeSteps Σ |L(x) − L(x − 1)| where x is a multiple of 8
 * @param innerSteps the same where it is not
 */
public record ImageSums(
    int width,
    int height,
    long luma,
    long lumaSquares,
    long dark,
    long bright,
    long laplacian,
    long laplacianSquares,
    long noise,
    long redGreen,
    long redGreenSquares,
    long yellowBlue,
    long yellowBlueSquares,
    long edgeSteps,
    long innerSteps) {

  /** From thirteen sums in the order of the components, of which the first is at {@code at}. */
  static ImageSums of(RgbImage image, long[] s, int at) {
    return new ImageSums(
        image.width(),
        image.height(),
        s[at],
        s[at + 1],
        s[at + 2],
        s[at + 3],
        s[at + 4],
        s[at + 5],
        s[at + 6],
        s[at + 7],
        s[at + 8],
        s[at + 9],
        s[at + 10],
        s[at + 11],
        s[at + 12]);
  }

  /** The specification. */
  static ImageSums plain(RgbImage image) {
    Counter sums = new Counter();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        sums.pixel(image.red(x, y), image.green(x, y), image.blue(x, y));
        if (x > 0 && y > 0 && x < image.width() - 1 && y < image.height() - 1) {
          sums.neighbourhood(image, x, y);
        }
        if (x > 0) {
          sums.step(Math.abs(image.luma(x, y) - image.luma(x - 1, y)), x % 8 == 0);
        }
      }
    }
    return sums.sums(image.width(), image.height());
  }

  private static final class Counter {
    private long luma;
    private long lumaSquares;
    private long dark;
    private long bright;
    private long laplacian;
    private long laplacianSquares;
    private long noise;
    private long redGreen;
    private long redGreenSquares;
    private long yellowBlue;
    private long yellowBlueSquares;
    private long edgeSteps;
    private long innerSteps;

    void pixel(int red, int green, int blue) {
      int l = (77 * red + 150 * green + 29 * blue + 128) >> 8;
      luma += l;
      lumaSquares += (long) l * l;
      dark += l <= 4 ? 1 : 0;
      bright += l >= 251 ? 1 : 0;
      int rg = red - green;
      int yb = red + green - 2 * blue;
      redGreen += rg;
      redGreenSquares += (long) rg * rg;
      yellowBlue += yb;
      yellowBlueSquares += (long) yb * yb;
    }

    void neighbourhood(RgbImage image, int x, int y) {
      int middle = image.luma(x, y);
      int cross =
          image.luma(x - 1, y) + image.luma(x + 1, y) + image.luma(x, y - 1) + image.luma(x, y + 1);
      int corners =
          image.luma(x - 1, y - 1)
              + image.luma(x + 1, y - 1)
              + image.luma(x - 1, y + 1)
              + image.luma(x + 1, y + 1);
      int second = cross - 4 * middle;
      laplacian += second;
      laplacianSquares += (long) second * second;
      noise += Math.abs(corners - 2 * cross + 4 * middle);
    }

    void step(int difference, boolean atEdge) {
      if (atEdge) {
        edgeSteps += difference;
      } else {
        innerSteps += difference;
      }
    }

    ImageSums sums(int width, int height) {
      return new ImageSums(
          width,
          height,
          luma,
          lumaSquares,
          dark,
          bright,
          laplacian,
          laplacianSquares,
          noise,
          redGreen,
          redGreenSquares,
          yellowBlue,
          yellowBlueSquares,
          edgeSteps,
          innerSteps);
    }
  }
}
