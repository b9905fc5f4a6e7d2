package io.seir.embedded.encoder;

import io.seir.model.EncodedImage;

/**
 * Where in a picture the middles of one kind of thing are: for each patch, row by row, a number
 * from 0 to 1 that falls off around every middle as the encoders were trained to.
 */
public final class HeatMap {
  /** The cosine that the encoders were trained to put between seen and not seen. */
  public static final double SEEN = 0.5;

  /** Above this there may be something that one does not see for sure. */
  private static final double PERHAPS_SEEN = 0.46;

  /** The scale of the logistic function that they were trained with. */
  private static final double SCALE = 20;

  /** How much stronger the evidence for one more must be, or may be, for whoever is in doubt. */
  private static final double DOUBT = 1;

  private static final int GRID = PictureInput.GRID;

  private final float[] cosines;
  private final double[] heat;

  private HeatMap(float[] cosines) {
    this.cosines = cosines;
    this.heat = new double[cosines.length];
    for (int p = 0; p < heat.length; p++) {
      heat[p] = 1 / (1 + Math.exp(-SCALE * (cosines[p] - SEEN)));
    }
  }

  /** Of what the phrase names. */
  public static HeatMap of(DualEncoder encoder, String phrase, EncodedImage picture) {
    return new HeatMap(encoder.cosines(phrase, picture));
  }

  /** Whether there is any of it. */
  public boolean isSeen() {
    return cosines[hottest()] > SEEN;
  }

  /** Whether there may be any of it. */
  public boolean mayBeSeen() {
    return cosines[hottest()] > PERHAPS_SEEN;
  }

  /** How many there are, as is most likely; 0 if there cannot be any. */
  public int count() {
    return mayBeSeen() ? new Tally(cosines).count(0) : 0;
  }

  /** Whether there may be so many: whether a strict or a lenient count says so. */
  public boolean mayBe(int many) {
    if (!mayBeSeen()) {
      return many == 0;
    }
    Tally tally = new Tally(cosines);
    return tally.count(-DOUBT) == many || tally.count(DOUBT) == many;
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
