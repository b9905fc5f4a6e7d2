package io.seir.similar;

import io.seir.sample.JsonCoder;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * How many of the nearest neighbours a search found.
 *
 * @param k neighbours of a query
 * @param queries rows whose exact neighbours were computed
 * @param share of these neighbours, from 0 to 1, with a 95 % interval
 */
@DefaultCoder(JsonCoder.class)
public record Recall(int k, int queries, Estimate share) {
  private static final double Z = 1.959964;

  /**
   * With Wilson's interval, a query counting as one trial: a little wide, since a query is rarely
   * found all or nothing.
   *
   * @param mean share over the queries
   */
  static Recall of(int k, int queries, double mean) {
    double n = queries;
    double middle = mean + Z * Z / (2 * n);
    double side = Z * Math.sqrt(mean * (1 - mean) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    return new Recall(
        k,
        queries,
        new Estimate(
            mean,
            Optional.of(Math.max(0, (middle - side) / scale)),
            Optional.of(Math.min(1, (middle + side) / scale))));
  }
}
