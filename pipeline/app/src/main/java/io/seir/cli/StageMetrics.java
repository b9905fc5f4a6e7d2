package io.seir.cli;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * The counters of a running pipeline, for display only.
 *
 * @param parts processor time of scoring: {@code kernel}, {@code encode}
 */
record StageMetrics(
    Map<String, Long> finished,
    Map<String, Long> bad,
    Map<String, Duration> stageTime,
    Map<String, Duration> parts) {
  private static final String PREFIX = "seir.";

  static StageMetrics read(PipelineResult result) {
    MetricQueryResults metrics = result.metrics().queryMetrics(MetricsFilter.builder().build());
    Map<String, Long> finished = new TreeMap<>();
    Map<String, Long> bad = new TreeMap<>();
    Map<String, Duration> parts = new TreeMap<>();
    for (MetricResult<Long> counter : metrics.getCounters()) {
      String space = counter.getName().getNamespace();
      if (space.startsWith(PREFIX)) {
        String stage = space.substring(PREFIX.length());
        switch (counter.getName().getName()) {
          case "finished" -> finished.merge(stage, counter.getAttempted(), Long::sum);
          case "bad_records" -> bad.merge(stage, counter.getAttempted(), Long::sum);
          case "kernel_micros", "encode_micros" ->
              parts.merge(
                  counter.getName().getName().replace("_micros", ""),
                  Duration.ofNanos(counter.getAttempted() * 1000),
                  Duration::plus);
          default -> {}
        }
      }
    }
    Map<String, Duration> time = new TreeMap<>();
    for (MetricResult<DistributionResult> latency : metrics.getDistributions()) {
      String space = latency.getName().getNamespace();
      if (space.startsWith(PREFIX)) {
        time.merge(
            space.substring(PREFIX.length()),
            Duration.ofMillis(latency.getAttempted().getSum()),
            Duration::plus);
      }
    }
    return new StageMetrics(finished, bad, time, parts);
  }

  long finishedSteps() {
    return finished.values().stream().mapToLong(Long::longValue).sum();
  }

  long badTotal() {
    return bad.values().stream().mapToLong(Long::longValue).sum();
  }
}
