package io.seir.kernels;

/**
 * Technical quality of a picture, whatever it shows.
 *
 * @param sharpness variance of the Laplacian of the luma, in squared grey levels
 * @param noise standard deviation of noise after Immerkær (1996), in grey levels
 * @param contrast standard deviation of the luma over 255
 * @param clipped part of the pixels that are black or white out of range
 * @param colourfulness after Hasler and Süsstrunk (2003)
 * @param blockiness mean step across columns that are multiples of 8 over the mean step elsewhere;
 *     about 1 without blocks, 1 if the picture has no steps at all
 */
public record ImageQuality(
    double sharpness,
    double noise,
    double contrast,
    double clipped,
    double colourfulness,
    double blockiness) {

  /** The features that follow from the sums of an image. */
  public static ImageQuality of(ImageSums s) {
    double pixels = (double) s.width() * s.height();
    double inner = (double) Math.max(0, s.width() - 2) * Math.max(0, s.height() - 2);
    double rgDeviation = variance(s.redGreen(), s.redGreenSquares(), pixels);
    double ybDeviation = variance(s.yellowBlue(), s.yellowBlueSquares(), pixels) / 4;
    double rgMean = s.redGreen() / pixels;
    double ybMean = s.yellowBlue() / pixels / 2;
    int edgeColumns = (s.width() - 1) / 8; // whole ones
    double edges = (double) edgeColumns * s.height();
    double others = (double) (s.width() - 1) * s.height() - edges;
    double edgeStep = edges == 0 ? 0 : s.edgeSteps() / edges;
    double innerStep = others == 0 ? 0 : s.innerSteps() / others;
    return new ImageQuality(
        inner == 0 ? 0 : variance(s.laplacian(), s.laplacianSquares(), inner),
        inner == 0 ? 0 : Math.sqrt(Math.PI / 2) * s.noise() / (6 * inner),
        Math.sqrt(variance(s.luma(), s.lumaSquares(), pixels)) / 255,
        (s.dark() + s.bright()) / pixels,
        Math.sqrt(rgDeviation + ybDeviation) + 0.3 * Math.sqrt(rgMean * rgMean + ybMean * ybMean),
        edgeStep == innerStep || innerStep == 0 ? 1 : edgeStep / innerStep);
  }

  private static double variance(long sum, long squares, double n) {
    double mean = sum / n;
    return Math.max(0, squares / n - mean * mean);
  }
}
