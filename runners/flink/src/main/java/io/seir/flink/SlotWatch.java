package io.seir.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.runner.JobWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a job that got no slots in time, and knows why a failed job failed.
 *
 * <p>Beam does not say which job it submitted. It is the one with this name that was not there
 * before; in any case, what is cancelled is the job of the result.
 */
final class SlotWatch implements JobWatch {
  private static final long POLL_MILLIS = 1000;
  private static final String NO_SLOTS = "NoResourceAvailableException";

  /** States of tasks that have their slot. */
  private static final List<String> BEGUN =
      List.of("DEPLOYING", "INITIALIZING", "RUNNING", "FINISHED");

  private final FlinkRest rest;
  private final String name;
  private final Duration limit;
  private final Set<String> before;
  private final ScheduledExecutorService poll =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "slots");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable String job;
  private volatile @Nullable String reason;

  SlotWatch(FlinkRest rest, String name, Duration limit) {
    this.rest = rest;
    this.name = name;
    this.limit = limit;
    this.before = rest.jobs().stream().map(FlinkRest.Job::id).collect(Collectors.toSet());
  }

  @Override
  public void submitted(PipelineResult result) {
    long end = System.nanoTime() + limit.toNanos();
    poll.scheduleWithFixedDelay(
        () -> look(result, end), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look(PipelineResult result, long end) {
    Optional<JsonNode> state = id().flatMap(id -> rest.get("/jobs/" + id));
    if (state.filter(SlotWatch::begun).isPresent()) {
      poll.shutdown();
    } else if (System.nanoTime() > end && state.isPresent()) {
      reason = noSlots(state.get());
      poll.shutdown();
      try {
        result.cancel();
      } catch (IOException | RuntimeException e) {
        reason += "; it could not be cancelled: " + e.getMessage();
      }
    }
  }

  static boolean begun(JsonNode job) {
    for (JsonNode vertex : job.path("vertices")) {
      if (BEGUN.stream().anyMatch(one -> vertex.path("tasks").path(one).asInt() > 0)) {
        return true;
      }
    }
    return false;
  }

  private String noSlots(JsonNode state) {
    int needed = 1;
    for (JsonNode vertex : state.path("vertices")) {
      needed = Math.max(needed, vertex.path("parallelism").asInt());
    }
    JsonNode overview = rest.get("/overview").orElse(state);
    return "the job did not get its %s within %d s and was cancelled: %d of %d slots are free in the Flink cluster at %s; give a smaller --parallelism, add TaskManagers, or wait longer with --%s=N"
        .formatted(
            ClusterSlots.slots(needed),
            limit.toSeconds(),
            overview.path("slots-available").asInt(),
            overview.path("slots-total").asInt(),
            rest.address(),
            SlotOptions.NAME);
  }

  private Optional<String> id() {
    if (job == null) {
      job =
          rest.jobs().stream()
              .filter(one -> one.name().equals(name) && !before.contains(one.id()))
              .map(FlinkRest.Job::id)
              .findFirst()
              .orElse(null);
    }
    return Optional.ofNullable(job);
  }

  @Override
  public Optional<String> failure() {
    if (reason != null) {
      return Optional.of(reason);
    }
    return id().flatMap(
            id ->
                rest.failure(id)
                    .map(
                        cause ->
                            cause.contains(NO_SLOTS)
                                ? rest.get("/jobs/" + id).map(this::noSlots).orElse(cause)
                                : cause));
  }

  @Override
  public void close() {
    poll.shutdownNow();
  }
}
