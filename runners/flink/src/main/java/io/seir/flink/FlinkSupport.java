package io.seir.flink;

import io.seir.cli.Usage;
import io.seir.runner.BeamArguments;
import io.seir.runner.JobWatch;
import io.seir.runner.RunnerSupport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Supports Flink: in this process, on a cluster, or in the JobManager of an application cluster.
 */
public final class FlinkSupport implements RunnerSupport {
  private static final String LOCAL = "[local]";

  /** The cluster that this process is part of. */
  static final String AUTO = "[auto]";

  private static final int DAY_SECONDS = 86_400;
  private static final int MOST_PARALLEL = 32_768; // Flink's own limit

  @Override
  public String name() {
    return "FlinkRunner";
  }

  @Override
  public List<String> defaults(BeamArguments given, String task, int bundles) {
    List<String> added = new ArrayList<>(given.unlessGiven("fasterCopy", "true")); // immutable
    added.addAll(given.unlessGiven("jobName", "seir-" + task));
    String master = master(given);
    if (master.equals(AUTO)) {
      // Flink knows the parallelism, and has the classes.
      added.addAll(given.unlessGiven("attachedMode", "false"));
      return added;
    }
    String job = System.getProperty("seir.job.jar", "");
    if (!job.isEmpty()) {
      added.addAll(given.unlessGiven("filesToStage", job));
    }
    if (isLocal(master)) {
      added.addAll(given.unlessGiven("attachedMode", "true")); // its metrics end with it
      added.addAll(given.unlessGiven("flinkMaster", LOCAL));
      int processors = Runtime.getRuntime().availableProcessors();
      added.addAll(given.unlessGiven("parallelism", Integer.toString(processors)));
      return added;
    }
    // So that progress can be asked for, and the job outlives us.
    added.addAll(given.unlessGiven("attachedMode", "false"));
    added.addAll(given.unlessGiven("parallelism", Integer.toString(onCluster(master, given))));
    return added;
  }

  /** The parallelism on a cluster that has the slots, or will have them. */
  private static int onCluster(String master, BeamArguments given) {
    Optional<Integer> wait = number(given, SlotOptions.NAME);
    wait.ifPresent(seconds -> Usage.within("--" + SlotOptions.NAME, seconds, 1, DAY_SECONDS));
    ClusterSlots slots =
        ClusterSlots.of(master)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no Flink cluster answers at --flinkMaster="
                            + master
                            + "; give the host:port of its JobManager's web interface, or start"
                            + " one with ./seir flink-cluster start"));
    Optional<Integer> asked = number(given, "parallelism");
    asked.ifPresent(slot -> Usage.within("--parallelism", slot, 1, MOST_PARALLEL));
    int parallelism = slots.parallelism(asked, wait.isPresent());
    slots
        .caution(parallelism, wait.orElse(SlotOptions.DEFAULT_SECONDS))
        .ifPresent(caution -> System.err.println("seir: " + caution));
    return parallelism;
  }

  private static Optional<Integer> number(BeamArguments given, String option) {
    return given.value(option).filter(n -> n.matches("\\d{1,9}")).map(Integer::valueOf);
  }

  @Override
  public Optional<Integer> workers(BeamArguments given) {
    String master = master(given);
    if (master.equals(AUTO)) {
      return Optional.empty();
    }
    return isLocal(master)
        ? Optional.of(1)
        : ClusterSlots.of(master).map(slots -> slots.workers(number(given, "parallelism")));
  }

  @Override
  public JobWatch watch(PipelineOptions options) {
    String master = options.as(FlinkPipelineOptions.class).getFlinkMaster();
    if (isLocal(master)) {
      return JobWatch.NONE;
    }
    Duration limit = Duration.ofSeconds(options.as(SlotOptions.class).getSlotTimeoutSeconds());
    return new SlotWatch(FlinkRest.at(master), options.getJobName(), limit);
  }

  @Override
  public Optional<String> failure(BeamArguments given) {
    return given.value("flinkMaster").map(FlinkRest::at).flatMap(FlinkRest::lastFailure);
  }

  @Override
  public List<Finding> examine(BeamArguments given, Optional<Path> libraries) {
    List<Finding> findings = new ArrayList<>();
    String master = master(given);
    if (!isLocal(master)) {
      findings.addAll(ClusterCheck.examine(master));
    }
    Path jars = Path.of(System.getProperty("seir.flink", "target"));
    libraries
        .map(new Libraries(jars.resolve(FlinkCluster.LIB))::examine)
        .ifPresent(findings::addAll);
    return findings;
  }

  private static boolean isLocal(String master) {
    return master.startsWith("[");
  }

  private static String master(BeamArguments given) {
    return given.value("flinkMaster").orElse(LOCAL);
  }
}
