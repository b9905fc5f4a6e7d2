package io.seir.judge;

import java.io.Serializable;

/**
 * A linear model of standardised inputs.
 *
 * @param lambda penalty of the ridge, per item
 * @param means of the inputs
 * @param deviations of the inputs; 0 for a constant one, which has no effect
 * @param weights of the standardised inputs
 * @param intercept in points
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LinearModel(
    double lambda, double[] means, double[] deviations, double[] weights, double intercept)
    implements Serializable {
  LinearModel {
    if (means.length != weights.length || deviations.length != weights.length) {
      throw new IllegalArgumentException("the parts of a linear model do not fit together");
    }
  }

  /** The output for inputs; NaN means absent and has no effect. */
  double of(double[] inputs) {
    if (inputs.length != weights.length) {
      throw new IllegalArgumentException(
          inputs.length + " inputs for a model of " + weights.length);
    }
    double sum = intercept;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * standardised(inputs[i], means[i], deviations[i]);
    }
    return sum;
  }

  /** Inputs in deviations from the mean; 0 for absent or constant ones. */
  static double standardised(double input, double mean, double deviation) {
    return deviation > 0 && !Double.isNaN(input) ? (input - mean) / deviation : 0;
  }
}
