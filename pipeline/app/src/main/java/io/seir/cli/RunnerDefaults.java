package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a runner is told unless the user says otherwise. */
final class RunnerDefaults {
  private static final String LOCAL = "[local]";

  private final List<String> given;
  private final List<String> added = new ArrayList<>();

  private RunnerDefaults(List<String> given) {
    this.given = given;
  }

  /**
   * The options to add.
   *
   * @param bundles that the DirectRunner works on at once
   * @throws IllegalStateException if the runner's cluster is not there
   */
  static List<String> of(String runner, List<String> given, int bundles) {
    RunnerDefaults defaults = new RunnerDefaults(given);
    switch (runner) {
      case "DirectRunner" -> defaults.direct(bundles);
      case "FlinkRunner" -> defaults.flink();
      default -> {}
    }
    return defaults.added;
  }

  /** JVMs that will work; empty if that is not known beforehand. */
  static Optional<Integer> workers(String runner, List<String> given) {
    if (runner.equals("DirectRunner")) {
      return Optional.of(1);
    }
    if (!runner.equals("FlinkRunner")) {
      return Optional.empty();
    }
    String master = new RunnerDefaults(given).value("flinkMaster").orElse(LOCAL);
    return master.startsWith("[")
        ? Optional.of(1)
        : FlinkCluster.overview(master).map(o -> Math.max(1, o.path("taskmanagers").asInt()));
  }

  /** Why a run on a cluster failed, as far as the cluster tells; empty if it does not. */
  static Optional<String> failure(String runner, List<String> given) {
    return runner.equals("FlinkRunner")
        ? new RunnerDefaults(given).value("flinkMaster").flatMap(FlinkCluster::failure)
        : Optional.empty();
  }

  private void direct(int bundles) {
    add("blockOnRun", "false");
    add("enforceImmutability", "false");
    add("enforceEncodability", "false");
    add("targetParallelism", Integer.toString(bundles));
  }

  private void flink() {
    add("fasterCopy", "true"); // records are immutable
    String job = System.getProperty("seir.job.jar", "");
    if (!job.isEmpty()) {
      add("filesToStage", job);
    }
    String master = value("flinkMaster").orElse(LOCAL);
    if (master.startsWith("[")) {
      add("attachedMode", "true"); // its metrics end with it
      add("flinkMaster", LOCAL);
      add("parallelism", Integer.toString(Runtime.getRuntime().availableProcessors()));
      return;
    }
    JsonNode overview =
        FlinkCluster.overview(master)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no Flink cluster answers at --flinkMaster="
                            + master
                            + "; give the host:port of its JobManager's web interface, or start"
                            + " one with ./seir flink-cluster start"));
    add("attachedMode", "false"); // so that progress can be asked for, and the job outlives us
    int slots = overview.path("slots-total").asInt();
    if (slots < 1) {
      throw new IllegalStateException("the Flink cluster at " + master + " has no TaskManagers");
    }
    add("parallelism", Integer.toString(slots));
  }

  private void add(String name, String value) {
    if (value(name).isEmpty()) {
      added.add("--" + name + "=" + value);
    }
  }

  private Optional<String> value(String name) {
    String prefix = "--" + name + "=";
    return given.stream()
        .filter(option -> option.startsWith(prefix))
        .map(option -> option.substring(prefix.length()))
        .findFirst();
  }
}
