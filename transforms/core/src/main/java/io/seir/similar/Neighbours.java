package io.seir.similar;

import io.seir.sample.JsonCoder;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/** A row and its nearest rows, best first; equal ones by number. */
@DefaultCoder(JsonCoder.class)
public record Neighbours(long row, List<Neighbour> nearest) {
  public Neighbours {
    nearest = List.copyOf(nearest);
  }

  /**
   * One of them.
   *
   * @param score the inner product
   */
  public record Neighbour(long row, float score) {}
}
