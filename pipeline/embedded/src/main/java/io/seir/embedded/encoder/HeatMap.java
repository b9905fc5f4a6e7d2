package io.seir.embedded.encoder;

import io.seir.model.EncodedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where in a picture the middles of one kind of thing are: for each patch, row by row, a number
 * from 0 to 1 that falls off around every middle as the encoders were trained to.
 */
public final class HeatMap {
  /** The cosine that the encoders were trained to put between seen and not seen. */
  public static final double SEEN = 0.5;

  /** The scale of the logistic function that they were trained with. */
  private static final double SCALE = 20;

  /** A patch below this belongs to no thing. */
  private static final double FLOOR = 0.45;

  /** How far the cosine falls between two things that are two, at least. */
  private static final double VALLEY = 0.04;

  /** The same for whoever would rather count one too many, and for whoever would not. */
  private static final double SHALLOW = 0.035;

  private static final double DEEP = 0.052;

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
    return heat[hottest()] > SEEN;
  }

  /**
   * How many there are: the peaks of the cosine that stand apart by a valley, found from the
   * highest patch downwards; 0 if none is seen.
   */
  public int count() {
    return count(VALLEY);
  }

  /** Whether there may be so many: whether a strict or a lenient count says so. */
  public boolean mayBe(int many) {
    return count(SHALLOW) == many || count(DEEP) == many;
  }

  private int count(double valley) {
    if (!isSeen()) {
      return 0;
    }
    List<Integer> downwards =
        IntStream.range(0, cosines.length)
            .boxed()
            .filter(p -> cosines[p] > FLOOR)
            .sorted(Comparator.comparingDouble(p -> -cosines[p]))
            .toList();
    int[] peak = new int[cosines.length]; // of the hill that a patch belongs to; −1 for none yet
    Arrays.fill(peak, -1);
    Set<Integer> peaks = new HashSet<>();
    for (int patch : downwards) {
      Set<Integer> beside = hillsBeside(patch, peak);
      int highest = beside.stream().max(Comparator.comparingDouble(p -> cosines[p])).orElse(patch);
      peaks.add(highest);
      peak[patch] = highest;
      for (int lower : beside) {
        if (lower != highest && cosines[lower] - cosines[patch] < valley) {
          peaks.remove(lower); // no valley lies between them
        }
        for (int p = 0; p < peak.length; p++) {
          peak[p] = peak[p] == lower ? highest : peak[p];
        }
      }
    }
    return peaks.size();
  }

  private static Set<Integer> hillsBeside(int patch, int[] peak) {
    Set<Integer> beside = new HashSet<>();
    for (int y = Math.max(0, patch / GRID - 1); y <= Math.min(GRID - 1, patch / GRID + 1); y++) {
      for (int x = Math.max(0, patch % GRID - 1); x <= Math.min(GRID - 1, patch % GRID + 1); x++) {
        if (peak[y * GRID + x] >= 0) {
          beside.add(peak[y * GRID + x]);
        }
      }
    }
    return beside;
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
