package io.seir.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a JobManager says through its web interface.
 *
 * @param address host:port
 */
record FlinkRest(String address) {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String CAUSE = "Caused by: ";

  static FlinkRest at(String address) {
    return new FlinkRest(address);
  }

  /** A job in the list of all jobs. */
  record Job(String id, String name, long start, long end) {}

  /** All jobs that it knows, including ended ones. */
  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    get("/jobs/overview")
        .ifPresent(
            told ->
                told.path("jobs")
                    .forEach(
                        job ->
                            jobs.add(
                                new Job(
                                    job.path("jid").asText(),
                                    job.path("name").asText(),
                                    job.path("start-time").asLong(),
                                    job.path("end-time").asLong()))));
    return jobs;
  }

  /** Why the job that ended last failed. */
  Optional<String> lastFailure() {
    return jobs().stream()
        .max(Comparator.comparingLong(Job::end))
        .flatMap(last -> failure(last.id()));
  }

  /** Why a job failed: the innermost cause, in one line. */
  Optional<String> failure(String job) {
    return get("/jobs/" + job + "/exceptions")
        .map(told -> told.path("root-exception").asText(""))
        .flatMap(
            trace ->
                trace
                    .lines()
                    .filter(line -> line.startsWith(CAUSE))
                    .reduce((outer, inner) -> inner)
                    .map(line -> line.substring(CAUSE.length())))
        .map(cause -> cause.replaceFirst("^io\\.seir\\.[A-Za-z.]+: ", ""));
  }

  /** Its answer; empty if it does not answer or refuses. */
  Optional<JsonNode> get(String path) {
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(LIMIT)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + address + path))
                      .timeout(LIMIT)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.of(JsonCoder.mapper().readTree(response.body()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
