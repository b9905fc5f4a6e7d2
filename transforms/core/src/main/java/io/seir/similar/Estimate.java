package io.seir.similar;

import io.seir.sample.Features;
import java.util.Optional;

/**
 * A number with its 95 % interval, rounded to four decimals.
 *
 * @param low absent, as is {@code high}, if there was too little to estimate an interval from
 */
public record Estimate(double value, Optional<Double> low, Optional<Double> high) {
  public Estimate {
    value = Features.rounded(value);
    low = low.map(Features::rounded);
    high = high.map(Features::rounded);
  }

  /** A number without an interval. */
  static Estimate of(double value) {
    return new Estimate(value, Optional.empty(), Optional.empty());
  }
}
