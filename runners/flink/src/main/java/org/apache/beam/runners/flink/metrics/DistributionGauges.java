package org.apache.beam.runners.flink.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.core.metrics.DistributionData;
import org.apache.beam.runners.core.metrics.MetricUpdates.MetricUpdate;
import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Sum and count of a step's distributions as numbers. Beam gives Flink the whole distribution as
 * one gauge, which numeric reporters report as 0.
 */
final class DistributionGauges {
  private final MetricGroup group;
  private final Map<String, DistributionData> last = new ConcurrentHashMap<>();

  DistributionGauges(MetricGroup group) {
    this.group = group;
  }

  void update(MetricsContainerImpl step) {
    for (MetricUpdate<DistributionData> update : step.getCumulative().distributionUpdates()) {
      MetricName metric = update.getKey().metricName();
      String name = metric.getNamespace() + "." + metric.getName();
      if (last.put(name, update.getUpdate()) == null) {
        register(name + "_sum", () -> now(name).sum());
        register(name + "_count", () -> now(name).count());
      }
    }
  }

  private void register(String name, Gauge<Long> gauge) {
    group.gauge(name, gauge);
  }

  private DistributionData now(String name) {
    return last.getOrDefault(name, DistributionData.EMPTY);
  }
}
