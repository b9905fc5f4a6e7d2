package io.seir.similar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures of a sample with their intervals.
 *
 * @param sampled items that were measured
 */
record Measures(int sampled, SortedMap<String, Estimate> estimates) {
  Optional<Estimate> get(String name) {
    return Optional.ofNullable(estimates.get(name));
  }

  static Measures of(Iterable<Replicate> replicates) {
    SortedMap<String, Double> whole = new TreeMap<>();
    SortedMap<String, SortedMap<Integer, Double>> without = new TreeMap<>();
    int sampled = 0;
    for (Replicate one : replicates) {
      if (one.without().isEmpty()) {
        whole.putAll(one.measures());
        sampled = Math.max(sampled, one.sampled());
      } else {
        one.measures()
            .forEach(
                (name, value) ->
                    without
                        .computeIfAbsent(name, n -> new TreeMap<>())
                        .put(one.without().get(), value));
      }
    }
    SortedMap<String, Estimate> estimates = new TreeMap<>();
    whole.forEach(
        (name, value) -> {
          List<Double> groups =
              new ArrayList<>(without.getOrDefault(name, Collections.emptySortedMap()).values());
          estimates.put(name, Jackknife.estimate(value, groups, least(name), most(name)));
        });
    return new Measures(sampled, estimates);
  }

  private static double least(String name) {
    return switch (name) {
      case Replicate.VENDI, Replicate.RKE -> 1;
      case Replicate.NEAREST -> -1;
      default -> 0;
    };
  }

  private static double most(String name) {
    return name.equals(Replicate.VENDI) || name.equals(Replicate.RKE)
        ? Double.POSITIVE_INFINITY
        : 1;
  }
}
