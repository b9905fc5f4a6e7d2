package io.seir.similar;

import io.seir.sample.Features;
import java.util.Optional;

/**
 * A number with its 95 % interval, rounded to four decimals.
 *
 * @param low absent, like {@code high}, if there was too little data for an interval
 */
public record Estimate(double value, Optional<Double> low, Optional<Double> high) {
  public Estimate {
    value = Features.rounded(value);
    low = low.map(Features::rounded);
    high = high.map(Features::rounded);
  }

  /** An estimate without an interval. */
  static Estimate of(double value) {
    return new Estimate(value, Optional.empty(), Optional.empty());
  }
}
