package io.seir.judge;

import io.seir.sample.Verdict;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How well two sets of scores for the same items agree, and how well raters agree with each other.
 */
public final class Agreement {
  private static final int LEVELS = Verdict.HIGHEST + 1;

  /** A measure of agreement of predictions with the truth. */
  public enum Measure {
    /** Root mean squared error, in points. */
    RMSE,
    /** Mean absolute error, in points. */
    MAE,
    /** Share of items that are at most one point apart. */
    WITHIN_1,
    PEARSON,
    SPEARMAN,
    /** Kendall's τ-b. */
    KENDALL,
    /** Cohen's kappa with quadratic weights, of rounded scores. */
    QUADRATIC_KAPPA
  }

  private Agreement() {}

  /** NaN if it is undefined, such as a correlation with a constant. */
  public static double of(Measure measure, double[] predicted, double[] truth) {
    return switch (measure) {
      case RMSE -> Math.sqrt(mean(predicted, truth, miss -> miss * miss));
      case MAE -> mean(predicted, truth, Math::abs);
      case WITHIN_1 -> mean(predicted, truth, miss -> Math.abs(miss) <= 1 + 1e-9 ? 1 : 0);
      case PEARSON -> correlation(predicted, truth, new PearsonsCorrelation()::correlation);
      case SPEARMAN -> correlation(predicted, truth, new SpearmansCorrelation()::correlation);
      case KENDALL -> correlation(predicted, truth, new KendallsCorrelation()::correlation);
      case QUADRATIC_KAPPA -> kappa(predicted, truth);
    };
  }

  private interface Loss {
    double of(double miss);
  }

  private static double mean(double[] predicted, double[] truth, Loss loss) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += loss.of(predicted[i] - truth[i]);
    }
    return sum / truth.length;
  }

  private interface Correlation {
    double of(double[] a, double[] b);
  }

  private static double correlation(double[] a, double[] b, Correlation correlation) {
    return a.length < 3 || constant(a) || constant(b) ? Double.NaN : correlation.of(a, b);
  }

  private static boolean constant(double[] values) {
    return Arrays.stream(values).allMatch(v -> v == values[0]);
  }

  private static double kappa(double[] predicted, double[] truth) {
    double[][] seen = new double[LEVELS][LEVELS];
    double[] rows = new double[LEVELS];
    double[] columns = new double[LEVELS];
    for (int i = 0; i < truth.length; i++) {
      int p = (int) Math.round(predicted[i]);
      int t = (int) Math.round(truth[i]);
      seen[p][t]++;
      rows[p]++;
      columns[t]++;
    }
    double observed = 0;
    double expected = 0;
    for (int p = 0; p < LEVELS; p++) {
      for (int t = 0; t < LEVELS; t++) {
        double weight = (p - t) * (p - t);
        observed += weight * seen[p][t];
        expected += weight * rows[p] * columns[t] / truth.length;
      }
    }
    return expected == 0 ? Double.NaN : 1 - observed / expected;
  }

  /**
   * Krippendorff's alpha for interval data: 1 is perfect, 0 is chance. Items with a single rating
   * say nothing and are left out.
   *
   * @param items the ratings of each item, by any raters
   */
  public static double alpha(List<double[]> items) {
    List<double[]> paired = items.stream().filter(ratings -> ratings.length > 1).toList();
    double[] all = paired.stream().flatMapToDouble(Arrays::stream).toArray();
    if (all.length < 2) {
      return Double.NaN;
    }
    double within = 0;
    for (double[] ratings : paired) {
      within += 2 * squares(ratings) * ratings.length / (ratings.length - 1.0);
    }
    // Σ over pairs (a − b)² of n numbers is n times their squared deviations.
    double observed = within / all.length;
    double expected = 2 * squares(all) * all.length / (all.length - 1.0) / all.length;
    return expected == 0 ? Double.NaN : 1 - observed / expected;
  }

  private static double squares(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
  }
}
