package io.seir.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;

/** Count, sum and sum of squares: enough for mean and variance, and adds up in any order. */
public record Moments(long count, double sum, double squares) implements Serializable {
  public static final Moments NONE = new Moments(0, 0, 0);

  public Moments plus(double value) {
    return new Moments(count + 1, sum + value, squares + value * value);
  }

  public Moments plus(Moments other) {
    return new Moments(count + other.count, sum + other.sum, squares + other.squares);
  }

  /** Not a number if nothing was counted. */
  @JsonIgnore
  public double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }
}
