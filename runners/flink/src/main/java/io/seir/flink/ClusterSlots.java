package io.seir.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.InputException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The slots of a Flink cluster before a job is submitted.
 *
 * @param master host:port of its JobManager
 * @param perTaskManager slots of a TaskManager that it would start
 * @param grows whether it starts TaskManagers for a job that needs them
 * @param usual parallelism of jobs that ask for none, by its configuration
 * @param most slots that it grows to
 */
record ClusterSlots(
    String master,
    int taskManagers,
    int total,
    int free,
    int perTaskManager,
    boolean grows,
    int usual,
    int most) {
  private static final String WAIT = "--" + SlotOptions.NAME;

  /** Asks the JobManager; empty if it does not answer. */
  static Optional<ClusterSlots> of(String master) {
    FlinkRest rest = FlinkRest.at(master);
    return rest.get("/overview")
        .map(
            overview -> {
              Map<String, String> settings = new HashMap<>();
              rest.get("/jobmanager/config")
                  .ifPresent(all -> all.forEach(one -> put(settings, one)));
              return of(master, overview, settings);
            });
  }

  private static void put(Map<String, String> settings, JsonNode one) {
    settings.put(one.path("key").asText(), one.path("value").asText());
  }

  /**
   * What the JobManager's answers mean.
   *
   * @param settings its configuration; empty if it does not reveal it
   */
  static ClusterSlots of(String master, JsonNode overview, Map<String, String> settings) {
    return new ClusterSlots(
        master,
        overview.path("taskmanagers").asInt(),
        overview.path("slots-total").asInt(),
        overview.path("slots-available").asInt(),
        number(settings, "taskmanager.numberOfTaskSlots", 1),
        grows(settings),
        number(settings, "parallelism.default", 1),
        number(settings, "slotmanager.number-of-slots.max", Integer.MAX_VALUE));
  }

  /**
   * Kubernetes and YARN start TaskManagers for a job, and the adaptive scheduler uses what is
   * available. If a cluster claims to grow but does not, the time limit catches it.
   */
  private static boolean grows(Map<String, String> settings) {
    return settings.keySet().stream()
            .anyMatch(key -> key.startsWith("kubernetes.") || key.startsWith("yarn."))
        || settings.getOrDefault("jobmanager.scheduler", "").equalsIgnoreCase("adaptive")
        || settings.getOrDefault("scheduler-mode", "").equalsIgnoreCase("reactive");
  }

  private static int number(Map<String, String> settings, String key, int otherwise) {
    String value = settings.getOrDefault(key, "");
    return value.matches("[1-9]\\d{0,8}") ? Integer.parseInt(value) : otherwise;
  }

  /**
   * The parallelism of a job that can start at once, or that may wait for its slots.
   *
   * @param asked by the user; if empty, all free slots are used
   * @param waits whether the user said how long the job may wait
   * @throws InputException if there will never be that many slots
   * @throws IllegalStateException if there are not that many now
   */
  int parallelism(Optional<Integer> asked, boolean waits) {
    int limit = grows ? Math.max(most, total) : total;
    if (limit < 1) {
      throw new IllegalStateException(
          "the Flink cluster at " + master + " has no TaskManagers; start at least one");
    }
    int wanted = asked.orElseGet(this::unasked);
    if (wanted > limit) {
      throw new InputException(
          "--parallelism=%d is more than the %s of the Flink cluster at %s; give at most %d, or add TaskManagers"
              .formatted(wanted, slots(limit), master, limit));
    }
    if (wanted > free && !grows && !waits) {
      throw new IllegalStateException(
          "%d of the %s of the Flink cluster at %s %s free, but the job needs %d; %s, or let it wait with %s=N"
              .formatted(
                  free,
                  slots(total),
                  master,
                  free == 1 ? "is" : "are",
                  wanted,
                  free > 0 ? "give --parallelism=" + free : "wait for other jobs to end",
                  WAIT));
    }
    return wanted;
  }

  private int unasked() {
    if (grows) {
      return Math.min(Math.max(free, Math.max(usual, perTaskManager)), most);
    }
    return free > 0 ? free : total;
  }

  /** What to say about a job that has to wait for its slots; empty if it can start at once. */
  Optional<String> caution(int parallelism, long seconds) {
    return parallelism <= free
        ? Optional.empty()
        : Optional.of(
            "the Flink cluster at %s has only %d of the %s free that the job needs; the job waits up to %d s for the others (%s)"
                .formatted(master, free, slots(parallelism), seconds, WAIT));
  }

  /** TaskManagers that will work, if the job gets all its slots. */
  int workers(Optional<Integer> asked) {
    int parallelism = asked.orElseGet(this::unasked);
    int needed = grows ? (parallelism + perTaskManager - 1) / perTaskManager : 0;
    return Math.max(1, Math.max(taskManagers, needed));
  }

  static String slots(int number) {
    return number == 1 ? "1 slot" : number + " slots";
  }
}
