package io.seir.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;

/**
 * Count and sum of values, the sum in whole millionths, so that it is the same in any order.
 *
 * @param millionths sum of the values times 1,000,000, each rounded
 */
public record Moments(long count, long millionths) implements Serializable {
  public static final Moments NONE = new Moments(0, 0);
  private static final double MILLION = 1e6;

  public Moments plus(double value) {
    return new Moments(count + 1, millionths + Math.round(value * MILLION));
  }

  public Moments plus(Moments other) {
    return new Moments(count + other.count, millionths + other.millionths);
  }

  /** Not a number if nothing was counted. */
  @JsonIgnore
  public double mean() {
    return count == 0 ? Double.NaN : millionths / MILLION / count;
  }
}
