package io.seir.embedded.encoder;

import java.util.ArrayList;
import java.util.List;

/**
 * How well one, two, three … middles account for the heat of patches: each warms its surroundings
 * as the encoders were trained to, a little wider, and stands where it accounts for most.
 */
final class Middles {
  private static final int GRID = PictureInput.GRID;

  /** Of the warmth around a middle, in patches. */
  private static final double SPREAD = 0.85;

  /** Places tried for a middle, along a side: two per patch. */
  private static final int PLACES = 2 * GRID;

  private static final int SWEEPS = 4;

  /** How warm each patch is with a middle at each place, and how much two places warm alike. */
  private static final double[][] WARMTH = warmth();

  private static final double[][] ALIKE = alike();

  private final double[] shared = new double[WARMTH.length];
  private final List<Integer> middles = new ArrayList<>();
  private final List<Double> errors = new ArrayList<>();

  /**
   * @param heat for each patch, from 0 to 1
   */
  Middles(double[] heat) {
    for (int place = 0; place < shared.length; place++) {
      shared[place] = dot(WARMTH[place], heat);
    }
    errors.add(dot(heat, heat));
  }

  /** The sum of squared differences between the heat and what so many middles warm at best. */
  double error(int count) {
    while (errors.size() <= count) {
      middles.add(best(shared, middles));
      settle(shared, middles);
      double error = errors.get(0);
      for (int one : middles) {
        error -= 2 * shared[one];
        for (int other : middles) {
          error += ALIKE[one][other];
        }
      }
      errors.add(error);
    }
    return errors.get(count);
  }

  /** Moves each middle to where it accounts for most beside the others, until none moves. */
  private static void settle(double[] shared, List<Integer> middles) {
    boolean moved = true;
    for (int sweep = 0; sweep < SWEEPS && moved; sweep++) {
      moved = false;
      for (int i = 0; i < middles.size(); i++) {
        List<Integer> others = new ArrayList<>(middles);
        others.remove(i);
        int place = best(shared, others);
        moved |= place != middles.set(i, place);
      }
    }
  }

  private static int best(double[] shared, List<Integer> others) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int place = 0; place < shared.length; place++) {
      double error = ALIKE[place][place] - 2 * shared[place];
      for (int other : others) {
        error += 2 * ALIKE[place][other];
      }
      if (error < least) {
        least = error;
        best = place;
      }
    }
    return best;
  }

  private static double[][] warmth() {
    double[][] warmth = new double[PLACES * PLACES][GRID * GRID];
    for (int place = 0; place < warmth.length; place++) {
      double x = (place % PLACES + 0.5) * GRID / PLACES;
      double y = (place / PLACES + 0.5) * GRID / PLACES;
      for (int patch = 0; patch < GRID * GRID; patch++) {
        double dx = patch % GRID + 0.5 - x;
        double dy = patch / GRID + 0.5 - y;
        warmth[place][patch] = Math.exp(-(dx * dx + dy * dy) / (2 * SPREAD * SPREAD));
      }
    }
    return warmth;
  }

  private static double[][] alike() {
    double[][] alike = new double[WARMTH.length][WARMTH.length];
    for (int one = 0; one < alike.length; one++) {
      for (int other = 0; other < alike.length; other++) {
        alike[one][other] = dot(WARMTH[one], WARMTH[other]);
      }
    }
    return alike;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
