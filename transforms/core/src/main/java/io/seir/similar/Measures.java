package io.seir.similar;

import io.seir.sample.JsonCoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Measures of a sample with their intervals.
 *
 * @param sampled items that were measured
 */
@DefaultCoder(JsonCoder.class)
record Measures(int sampled, SortedMap<String, Estimate> estimates) {
  Optional<Estimate> get(String name) {
    return Optional.ofNullable(estimates.get(name));
  }

  private static Measures of(Iterable<Replicate> replicates) {
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

  /** Replicates by kind to the measures of each kind. */
  static final class FromReplicates
      extends PTransform<PCollection<KV<String, Replicate>>, PCollection<KV<String, Measures>>> {
    private static final long serialVersionUID = 1;

    @Override
    public PCollection<KV<String, Measures>> expand(PCollection<KV<String, Replicate>> replicates) {
      return replicates
          .apply("Gather", GroupByKey.create())
          .apply("Intervals", ParDo.of(new Intervals()));
    }
  }

  private static final class Intervals
      extends DoFn<KV<String, Iterable<Replicate>>, KV<String, Measures>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(
        @Element KV<String, Iterable<Replicate>> kind, OutputReceiver<KV<String, Measures>> out) {
      out.output(KV.of(kind.getKey(), of(kind.getValue())));
    }
  }
}
