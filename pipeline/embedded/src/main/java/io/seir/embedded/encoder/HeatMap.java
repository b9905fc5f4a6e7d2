package io.seir.embedded.encoder;

import io.seir.model.EncodedImage;

/**
 * Where in a picture the middles of one kind of thing are: for each patch, row by row, a number
 * from 0 to 1 that falls off around every middle as the encoders were trained to.
 */
public final class HeatMap {
  /** The cosine that the encoders were trained to put between seen and not seen. */
  public static final double SEEN = 0.5;

  /** The scale of the logistic function that they were trained with. */
  private static final double SCALE = 20;

  /** What the heat of one thing sums to: 2 π 0.7², the Gaussian that they were trained on. */
  private static final double ONE = 3.08;

  private static final int GRID = PictureInput.GRID;

  private final double[] heat;

  private HeatMap(double[] heat) {
    this.heat = heat;
  }

  /** Of what the phrase names. */
  public static HeatMap of(DualEncoder encoder, String phrase, EncodedImage picture) {
    float[] cosines = encoder.cosines(phrase, picture);
    double[] heat = new double[cosines.length];
    for (int p = 0; p < heat.length; p++) {
      heat[p] = 1 / (1 + Math.exp(-SCALE * (cosines[p] - SEEN)));
    }
    return new HeatMap(heat);
  }

  /** Whether there is any of it. */
  public boolean isSeen() {
    return heat[hottest()] > SEEN;
  }

  /** How many there are; 0 if none is seen. */
  public int count() {
    return isSeen() ? (int) Math.max(1, Math.round(sum() / ONE)) : 0;
  }

  /** How many there are, before it is rounded. */
  double sum() {
    double sum = 0;
    for (double one : heat) {
      sum += one;
    }
    return sum;
  }

  /** The middle of all there are, as a part of the side from the left. */
  public double x() {
    return mean(true);
  }

  /** The middle of all there are, as a part of the side from the top. */
  public double y() {
    return mean(false);
  }

  private double mean(boolean across) {
    double mean = 0;
    double sum = 0;
    for (int p = 0; p < heat.length; p++) {
      double weight = heat[p] * heat[p];
      mean += weight * ((across ? p % GRID : p / GRID) + 0.5) / GRID;
      sum += weight;
    }
    return mean / sum;
  }

  /** The patch most surely at a middle. */
  public int hottest() {
    int best = 0;
    for (int p = 1; p < heat.length; p++) {
      best = heat[p] > heat[best] ? p : best;
    }
    return best;
  }
}
