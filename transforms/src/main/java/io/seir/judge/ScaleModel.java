package io.seir.judge;

/**
 * What a calibration says of one scale: a linear model of standardised features, made monotone on
 * top if that was better in cross-validation.
 *
 * @param method {@code ridge} or {@code ridge+monotone}
 * @param lambda penalty of the ridge, per item
 * @param means of the features
 * @param deviations of the features; 0 of a constant one, which counts for nothing
 * @param weights of the standardised features
 * @param intercept in points
 * @param from ascending outputs of the linear model; empty without the monotone step
 * @param to the scores that stand for them, ascending, with straight lines between
 * @param error cross-validated root mean squared error, in points
 * @param at ascending predictions at which the error was measured apart
 * @param errors the error around each of these
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ScaleModel(
    String method,
    double lambda,
    double[] means,
    double[] deviations,
    double[] weights,
    double intercept,
    double[] from,
    double[] to,
    double error,
    double[] at,
    double[] errors) {
  public ScaleModel {
    if (means.length != weights.length
        || deviations.length != weights.length
        || from.length != to.length
        || at.length != errors.length) {
      throw new IllegalArgumentException("the parts of a scale's model do not fit together");
    }
  }

  /** The score of features, 0 to 5. */
  public double predict(double[] features) {
    double linear = linear(features);
    double score = from.length == 0 ? linear : between(from, to, linear);
    return Math.max(Verdict.LOWEST, Math.min(Verdict.HIGHEST, score));
  }

  double linear(double[] features) {
    if (features.length != weights.length) {
      throw new IllegalArgumentException(
          features.length + " features for a model of " + weights.length);
    }
    double sum = intercept;
    for (int i = 0; i < weights.length; i++) {
      if (deviations[i] > 0) {
        sum += weights[i] * (features[i] - means[i]) / deviations[i];
      }
    }
    return sum;
  }

  /** The error to expect of a prediction, in points. */
  public double errorAt(double prediction) {
    return at.length == 0 ? error : between(at, errors, prediction);
  }

  /** Straight lines between points, level outside. */
  static double between(double[] x, double[] y, double at) {
    if (at <= x[0]) {
      return y[0];
    }
    for (int i = 1; i < x.length; i++) {
      if (at <= x[i]) {
        double share = x[i] == x[i - 1] ? 1 : (at - x[i - 1]) / (x[i] - x[i - 1]);
        return y[i - 1] + share * (y[i] - y[i - 1]);
      }
    }
    return y[y.length - 1];
  }
}
