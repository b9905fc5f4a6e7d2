package io.seir.embedded.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How many things of a kind the cosines of its phrase with the patches speak for. There is one more
 * than so many if a rule says so, whose terms are the height of the next hill of the cosine, how
 * far it stands from the highest, how high that is, how much heat there is for each thing, and how
 * much better one more middle accounts for the heat.
 *
 * <p>The rule was fitted by logistic regression to 16,000 countings by both encoders in scenes of
 * seed 31337; the model card has its figures on other scenes.
 */
final class Tally {
  private static final int GRID = PictureInput.GRID;
  private static final int MOST = 5;

  /** With less evidence for one more, nobody looks for another. */
  private static final double HOPELESS = -2;

  /** A patch below this belongs to no thing. */
  private static final double FLOOR = 0.3;

  /** Softer than the heat of the training, which is 0 or 1 nearly everywhere. */
  private static final double SCALE = 8;

  /** Patches; hills further apart are as surely two. */
  private static final double FAR = 4.5;

  private static final Rule SECOND = new Rule(17.45, 9.86, -0.71, -19.96, -0.96, 5.66);
  private static final Rule FURTHER = new Rule(10.26, 9.88, -0.88, -21.05, 0.41, 1.74);

  /** The weights of its terms, in the order above, after what is added to them. */
  private record Rule(
      double always,
      double height,
      double distance,
      double highest,
      double heat,
      double accountedFor) {}

  /**
   * A hill of the cosine.
   *
   * @param drop how far one must come down from it to get to a higher one
   */
  private record Hill(int top, double drop) {}

  private final float[] cosines;
  private final double[] evidence = new double[MOST];

  Tally(float[] cosines) {
    this.cosines = cosines;
    int highest = 0;
    double[] heat = new double[cosines.length];
    double sum = 0;
    for (int p = 0; p < cosines.length; p++) {
      heat[p] = 1 / (1 + Math.exp(-SCALE * (cosines[p] - HeatMap.SEEN)));
      sum += heat[p];
      highest = cosines[p] > cosines[highest] ? p : highest;
    }
    Middles middles = new Middles(heat);
    List<Hill> hills = hills();
    Arrays.fill(evidence, Double.NEGATIVE_INFINITY);
    for (int so = 1; so < MOST && (so == 1 || evidence[so - 1] > HOPELESS); so++) {
      Rule rule = so == 1 ? SECOND : FURTHER;
      boolean another = so <= hills.size();
      int top = another ? hills.get(so - 1).top() : highest;
      evidence[so] =
          rule.always()
              + rule.height() * (another ? cosines[top] : 0)
              + rule.distance() * Math.min(FAR, distance(top, highest))
              + rule.highest() * cosines[highest]
              + rule.heat() * sum / so
              + rule.accountedFor() * (middles.error(so) - middles.error(so + 1));
    }
  }

  /**
   * How many there are, at least one.
   *
   * @param doubt what the evidence for one more must exceed: 0 for what is more likely than not
   */
  int count(double doubt) {
    int count = 1;
    while (count < MOST && evidence[count] > doubt) {
      count++;
    }
    return count;
  }

  /** All but the highest, those with the largest drop first. */
  private List<Hill> hills() {
    List<Integer> downwards =
        IntStream.range(0, cosines.length)
            .boxed()
            .filter(p -> cosines[p] > FLOOR)
            .sorted(Comparator.comparingDouble(p -> -cosines[p]))
            .toList();
    int[] top = new int[cosines.length]; // of the hill that a patch belongs to; −1 for none yet
    Arrays.fill(top, -1);
    List<Hill> hills = new ArrayList<>();
    for (int patch : downwards) {
      Set<Integer> beside = hillsBeside(patch, top);
      int highest = beside.stream().max(Comparator.comparingDouble(p -> cosines[p])).orElse(patch);
      top[patch] = highest;
      for (int lower : beside) {
        if (lower != highest) {
          hills.add(new Hill(lower, cosines[lower] - cosines[patch]));
          for (int p = 0; p < top.length; p++) {
            top[p] = top[p] == lower ? highest : top[p];
          }
        }
      }
    }
    hills.sort(Comparator.comparingDouble(hill -> -hill.drop()));
    return hills;
  }

  private static Set<Integer> hillsBeside(int patch, int[] top) {
    Set<Integer> beside = new HashSet<>();
    for (int y = Math.max(0, patch / GRID - 1); y <= Math.min(GRID - 1, patch / GRID + 1); y++) {
      for (int x = Math.max(0, patch % GRID - 1); x <= Math.min(GRID - 1, patch % GRID + 1); x++) {
        if (top[y * GRID + x] >= 0) {
          beside.add(top[y * GRID + x]);
        }
      }
    }
    return beside;
  }

  private static double distance(int one, int other) {
    return Math.hypot(one % GRID - other % GRID, one / GRID - other / GRID);
  }
}
