package io.seir.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.runner.RunnerSupport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** Compares what a running cluster reports with what our jobs need. */
final class ClusterCheck {
  private ClusterCheck() {}

  static List<Finding> examine(String master) {
    FlinkRest rest = FlinkRest.at(master);
    Optional<JsonNode> overview = rest.get("/overview");
    Optional<ClusterSlots> slots = ClusterSlots.of(master);
    if (overview.isEmpty() || slots.isEmpty()) {
      return List.of(
          new Finding(
              "cluster",
              "no answer from " + master + "; start it, or correct --flinkMaster",
              true));
    }
    List<Finding> findings = new ArrayList<>();
    String theirs = overview.get().path("flink-version").asText();
    String ours = EnvironmentInformation.getVersion();
    boolean fits = minor(theirs).equals(minor(ours));
    findings.add(
        new Finding(
            "version",
            theirs + (fits ? "" : "; jobs need " + minor(ours) + "; use a cluster of that version"),
            !fits));
    ClusterSlots now = slots.get();
    findings.add(
        new Finding(
            "slots",
            "%d of %d free on %d TaskManagers%s"
                .formatted(
                    now.free(),
                    now.total(),
                    now.taskManagers(),
                    now.grows() ? "; the cluster starts more for a job" : ""),
            now.total() < 1 && !now.grows()));
    rest.get("/jobmanager/config").map(ClusterCheck::restarts).ifPresent(findings::add);
    return findings;
  }

  private static String minor(String version) {
    return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
  }

  /**
   * A cluster without a strategy is not a fault: it runs all jobs whose TaskManagers stay alive.
   */
  private static Finding restarts(JsonNode settings) {
    for (JsonNode one : settings) {
      if (one.path("key").asText().matches("restart-strategy(\\.type)?")) {
        return new Finding("restarts", one.path("value").asText(), false);
      }
    }
    return new Finding(
        "restarts",
        "none, so a job fails if a TaskManager is lost; set restart-strategy.type to fixed-delay",
        false);
  }
}
