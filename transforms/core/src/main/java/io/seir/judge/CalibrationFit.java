package io.seir.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Fits one scale: ridge regression on standardised features, with or without isotonic regression
 * (pool adjacent violators) of its output; the penalty and the monotone step are chosen by
 * five-fold cross-validation. Items of one group (the turns of a dialogue, the answers to a
 * question) are not independent and stay in one fold. The same items give the same model.
 */
public final class CalibrationFit {
  /** Minimum number of items for a calibration. */
  public static final int FEWEST = 40;

  private static final int FOLDS = 5;
  private static final double[] LAMBDAS = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};
  private static final int GROUPS = 6;
  private static final int FEWEST_IN_GROUP = 15;

  private CalibrationFit() {}

  /**
   * The model of a scale.
   *
   * @param features items × features; an absent one is NaN and has no effect
   * @param truth one value per item, in points
   * @param groups one per item
   * @throws IllegalArgumentException if the items are too few, or the truth or all features are
   *     constant
   */
  public static ScaleModel fit(double[][] features, double[] truth, int[] groups) {
    if (truth.length < FEWEST) {
      throw new IllegalArgumentException(
          truth.length + " items are too few to calibrate on; at least " + FEWEST + " are needed");
    }
    if (deviation(truth) < 1e-9) {
      throw new IllegalArgumentException(
          "all "
              + truth.length
              + " items have the same score "
              + truth[0]
              + "; there is nothing to learn: add worse and better items (for example made with"
              + " --depth 0)");
    }
    double[][] whole = columns(features);
    if (Arrays.stream(whole).allMatch(column -> deviation(column) < 1e-12)) {
      throw new IllegalArgumentException("no feature varies among the items");
    }
    ScaleModel best = null;
    double[] bestPredictions = {};
    for (boolean monotone : new boolean[] {false, true}) {
      for (double lambda : LAMBDAS) {
        double[] predictions = crossValidated(features, truth, groups, lambda, monotone);
        double error = rootMeanSquare(predictions, truth);
        if (best == null || error < best.error() - 1e-6) {
          best = model(features, truth, lambda, monotone, error);
          bestPredictions = predictions;
        }
      }
    }
    return withErrors(Objects.requireNonNull(best), bestPredictions, truth);
  }

  private static double[] crossValidated(
      double[][] features, double[] truth, int[] groups, double lambda, boolean monotone) {
    double[] predictions = new double[truth.length];
    for (int f = 0; f < FOLDS; f++) {
      int fold = f;
      int[] train =
          IntStream.range(0, truth.length)
              .filter(i -> Math.floorMod(groups[i], FOLDS) != fold)
              .toArray();
      double[][] x = Arrays.stream(train).mapToObj(i -> features[i]).toArray(double[][]::new);
      double[] y = Arrays.stream(train).mapToDouble(i -> truth[i]).toArray();
      ScaleModel model = model(x, y, lambda, monotone, 0);
      for (int i = 0; i < truth.length; i++) {
        if (Math.floorMod(groups[i], FOLDS) == fold) {
          predictions[i] = model.predict(features[i]);
        }
      }
    }
    return predictions;
  }

  private static ScaleModel model(
      double[][] features, double[] truth, double lambda, boolean monotone, double error) {
    double[][] columns = columns(features);
    double[] means = Arrays.stream(columns).mapToDouble(CalibrationFit::mean).toArray();
    double[] deviations =
        Arrays.stream(columns)
            .mapToDouble(CalibrationFit::deviation)
            .map(d -> d < 1e-12 ? 0 : d)
            .toArray();
    double intercept = mean(truth);
    double[] weights = ridge(features, truth, means, deviations, intercept, lambda);
    LinearModel linear = new LinearModel(lambda, means, deviations, weights, intercept);
    Curve steps =
        monotone
            ? isotonic(Arrays.stream(features).mapToDouble(linear::of).toArray(), truth)
            : Curve.NONE;
    return new ScaleModel(linear, steps, error, Curve.NONE);
  }

  /** (ZᵀZ + nλ I) w = Zᵀ(y − ȳ) for standardised Z. */
  private static double[] ridge(
      double[][] features,
      double[] truth,
      double[] means,
      double[] deviations,
      double intercept,
      double lambda) {
    int d = means.length;
    RealMatrix normal = new Array2DRowRealMatrix(d, d);
    RealVector right = new ArrayRealVector(d);
    double[] z = new double[d];
    for (int i = 0; i < truth.length; i++) {
      for (int a = 0; a < d; a++) {
        z[a] = LinearModel.standardised(features[i][a], means[a], deviations[a]);
      }
      for (int a = 0; a < d; a++) {
        right.addToEntry(a, z[a] * (truth[i] - intercept));
        for (int b = 0; b < d; b++) {
          normal.addToEntry(a, b, z[a] * z[b]);
        }
      }
    }
    for (int a = 0; a < d; a++) {
      normal.addToEntry(a, a, lambda * truth.length);
    }
    return new CholeskyDecomposition(normal, 1e-9, 1e-14).getSolver().solve(right).toArray();
  }

  /**
   * Pool adjacent violators: the middles of the pools and their scores, both ascending. Items of
   * equal x are one pool from the start: whole scores are mostly equal.
   */
  static Curve isotonic(double[] x, double[] y) {
    SortedMap<Double, double[]> equals = new TreeMap<>(); // sum of x, sum of y, count
    for (int i = 0; i < x.length; i++) {
      double[] pool = equals.computeIfAbsent(x[i] + 0.0, key -> new double[3]);
      pool[0] += x[i];
      pool[1] += y[i];
      pool[2]++;
    }
    List<double[]> pools = new ArrayList<>();
    for (double[] pool : equals.values()) {
      pools.add(pool);
      while (pools.size() > 1) {
        double[] last = pools.get(pools.size() - 1);
        double[] before = pools.get(pools.size() - 2);
        if (before[1] / before[2] < last[1] / last[2]) {
          break;
        }
        pools.remove(pools.size() - 1);
        for (int k = 0; k < last.length; k++) {
          before[k] += last[k];
        }
      }
    }
    return new Curve(
        pools.stream().mapToDouble(p -> p[0] / p[2]).toArray(),
        pools.stream().mapToDouble(p -> p[1] / p[2]).toArray());
  }

  /** The error among items with similar predictions, which shows what is clear and what is not. */
  private static ScaleModel withErrors(ScaleModel model, double[] predictions, double[] truth) {
    Integer[] order = IntStream.range(0, truth.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> predictions[i]));
    int groups = Math.max(1, Math.min(GROUPS, truth.length / FEWEST_IN_GROUP));
    double[] at = new double[groups];
    double[] errors = new double[groups];
    for (int g = 0; g < groups; g++) {
      int from = truth.length * g / groups;
      int to = truth.length * (g + 1) / groups;
      double squares = 0;
      for (int i = from; i < to; i++) {
        double miss = predictions[order[i]] - truth[order[i]];
        squares += miss * miss;
        at[g] += predictions[order[i]] / (to - from);
      }
      errors[g] = Math.sqrt(squares / (to - from));
    }
    return new ScaleModel(model.linear(), model.monotone(), model.error(), new Curve(at, errors));
  }

  private static double rootMeanSquare(double[] a, double[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares / a.length);
  }

  /** The values present for each input. */
  private static double[][] columns(double[][] rows) {
    return IntStream.range(0, rows[0].length)
        .mapToObj(c -> Arrays.stream(rows).mapToDouble(row -> row[c]).filter(v -> !Double.isNaN(v)))
        .map(DoubleStream::toArray)
        .toArray(double[][]::new);
  }

  private static double mean(double[] values) {
    return values.length == 0 ? 0 : Arrays.stream(values).sum() / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(mean(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).toArray()));
  }
}
