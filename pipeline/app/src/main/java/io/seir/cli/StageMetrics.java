package io.seir.cli;

import io.seir.pipeline.CountEnds;
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
 * @param ended dialogues that have ended, successfully or not, in a pipeline that makes dialogues
 * @param endedBadly those that are bad records
 */
record StageMetrics(
    Map<String, Long> finished,
    Map<String, Long> bad,
    Map<String, Duration> stageTime,
    Map<String, Duration> parts,
    long ended,
    long endedBadly) {
  /** The counters of a pipeline that has not started. */
  static final StageMetrics NONE = new StageMetrics(Map.of(), Map.of(), Map.of(), Map.of(), 0, 0);

  private static final String PREFIX = "seir.";

  static StageMetrics read(PipelineResult result) {
    MetricQueryResults metrics = result.metrics().queryMetrics(MetricsFilter.builder().build());
    Map<String, Long> finished = new TreeMap<>();
    Map<String, Long> bad = new TreeMap<>();
    Map<String, Duration> parts = new TreeMap<>();
    long ended = 0;
    long endedBadly = 0;
    for (MetricResult<Long> counter : metrics.getCounters()) {
      String space = counter.getName().getNamespace();
      if (space.equals(CountEnds.SPACE)) {
        ended += count(counter);
        boolean badly = counter.getName().getName().equals(CountEnds.BAD);
        endedBadly += badly ? count(counter) : 0;
      } else if (space.startsWith(PREFIX)) {
        String stage = space.substring(PREFIX.length());
        switch (counter.getName().getName()) {
          case "finished" -> finished.merge(stage, count(counter), Long::sum);
          case "bad_records" -> bad.merge(stage, count(counter), Long::sum);
          case "kernel_micros", "encode_micros", "picture_micros" ->
              parts.merge(
                  counter.getName().getName().replace("_micros", ""),
                  Duration.ofNanos(count(counter) * 1000),
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
    return new StageMetrics(finished, bad, time, parts, ended, endedBadly);
  }

  /**
   * What was attempted. The DirectRunner may count the last bundles of a pipeline as committed
   * before it counts them as attempted; other runners do not say what was committed.
   */
  private static long count(MetricResult<Long> counter) {
    Long committed = counter.getCommittedOrNull();
    return Math.max(counter.getAttempted(), committed == null ? 0 : committed);
  }

  long finishedSteps() {
    return finished.values().stream().mapToLong(Long::longValue).sum();
  }

  long badTotal() {
    return bad.values().stream().mapToLong(Long::longValue).sum();
  }
}
