package io.seir.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.InputException;
import io.seir.runner.BeamArguments;
import io.seir.runner.RunnerSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flink, in this process or on a cluster. */
public final class FlinkSupport implements RunnerSupport {
  private static final String LOCAL = "[local]";

  @Override
  public String name() {
    return "FlinkRunner";
  }

  @Override
  public List<String> defaults(BeamArguments given, String task, int bundles) {
    List<String> added = new ArrayList<>(given.unlessGiven("fasterCopy", "true")); // immutable
    added.addAll(given.unlessGiven("jobName", "seir-" + task));
    String job = System.getProperty("seir.job.jar", "");
    if (!job.isEmpty()) {
      added.addAll(given.unlessGiven("filesToStage", job));
    }
    String master = master(given);
    if (master.startsWith("[")) {
      added.addAll(given.unlessGiven("attachedMode", "true")); // its metrics end with it
      added.addAll(given.unlessGiven("flinkMaster", LOCAL));
      int processors = Runtime.getRuntime().availableProcessors();
      added.addAll(given.unlessGiven("parallelism", Integer.toString(processors)));
      return added;
    }
    int slots = slots(master);
    checkParallelism(given, slots);
    // So that progress can be asked for, and the job outlives us.
    added.addAll(given.unlessGiven("attachedMode", "false"));
    added.addAll(given.unlessGiven("parallelism", Integer.toString(slots)));
    return added;
  }

  private static int slots(String master) {
    JsonNode overview =
        FlinkCluster.overview(master)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no Flink cluster answers at --flinkMaster="
                            + master
                            + "; give the host:port of its JobManager's web interface, or start"
                            + " one with ./seir flink-cluster start"));
    int slots = overview.path("slots-total").asInt();
    if (slots < 1) {
      throw new IllegalStateException("the Flink cluster at " + master + " has no TaskManagers");
    }
    return slots;
  }

  /** A job that needs more slots than there are would wait until it times out. */
  private static void checkParallelism(BeamArguments given, int slots) {
    Optional<String> parallelism = given.value("parallelism").filter(n -> n.matches("\\d{1,9}"));
    if (parallelism.isPresent() && Integer.parseInt(parallelism.get()) > slots) {
      throw new InputException(
          "--parallelism="
              + parallelism.get()
              + " is more than the cluster's "
              + slots
              + (slots == 1 ? " slot" : " slots")
              + "; give at most that, or add TaskManagers");
    }
  }

  @Override
  public Optional<Integer> workers(BeamArguments given) {
    String master = master(given);
    return master.startsWith("[")
        ? Optional.of(1)
        : FlinkCluster.overview(master).map(o -> Math.max(1, o.path("taskmanagers").asInt()));
  }

  @Override
  public Optional<String> failure(BeamArguments given) {
    return given.value("flinkMaster").flatMap(FlinkCluster::failure);
  }

  private static String master(BeamArguments given) {
    return given.value("flinkMaster").orElse(LOCAL);
  }
}
