package io.seir.flink;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Flink's configuration of a cluster on this machine. */
final class ClusterSettings {
  private ClusterSettings() {}

  /**
   * The lines of its file.
   *
   * @param rest port of the JobManager's web interface
   * @param rpc port that the processes use among themselves
   */
  static List<String> lines(FlinkCluster.Size size, int rest, int rpc) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("rest.port", Integer.toString(rest));
    settings.put("rest.address", "127.0.0.1");
    settings.put("rest.bind-address", "127.0.0.1");
    settings.put("jobmanager.rpc.address", "127.0.0.1");
    settings.put("jobmanager.rpc.port", Integer.toString(rpc));
    settings.put("jobmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.host", "127.0.0.1");
    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(size.slots()));
    memory(size, settings);
    failures(settings);
    if (!size.metricsPorts().isEmpty()) {
      settings.put(
          "metrics.reporter.prom.factory.class",
          "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
      settings.put("metrics.reporter.prom.port", size.metricsPorts());
    }
    return settings.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }

  /** Without Flink's shell scripts, nothing computes these. */
  private static void memory(FlinkCluster.Size size, Map<String, String> settings) {
    settings.put("taskmanager.cpu.cores", "1.0");
    settings.put("taskmanager.memory.task.heap.size", size.memoryMegabytes() + "m");
    settings.put("taskmanager.memory.task.off-heap.size", "256m");
    settings.put("taskmanager.memory.framework.heap.size", "128m");
    settings.put("taskmanager.memory.framework.off-heap.size", "128m");
    settings.put("taskmanager.memory.network.min", "256m");
    settings.put("taskmanager.memory.network.max", "256m");
    settings.put("taskmanager.memory.managed.size", "128m");
    settings.put("taskmanager.memory.jvm-metaspace.size", "512m");
    settings.put("taskmanager.memory.jvm-overhead.min", "192m");
    settings.put("taskmanager.memory.jvm-overhead.max", "192m");
  }

  /** A lost TaskManager is noticed soon, and its work is repeated elsewhere. */
  private static void failures(Map<String, String> settings) {
    settings.put("heartbeat.interval", "2000");
    settings.put("heartbeat.timeout", "10000");
    settings.put("jobmanager.execution.failover-strategy", "region");
    settings.put("restart-strategy.type", "fixed-delay");
    settings.put("restart-strategy.fixed-delay.attempts", "5");
    settings.put("restart-strategy.fixed-delay.delay", "2 s");
    settings.put("slot.request.timeout", "120000");
  }
}
