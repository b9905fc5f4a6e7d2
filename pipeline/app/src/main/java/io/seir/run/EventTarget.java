package io.seir.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.InputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where the events of a run go: to a server by POST, or as lines at the end of a file. */
public sealed interface EventTarget {
  /** Delivers an event. */
  void send(JsonNode event) throws IOException;

  /**
   * Chooses the target; empty if nobody asked for events.
   *
   * @param given a file or an address, or blank
   * @param environment the variables of OpenLineage's own clients count if nothing is given
   */
  static Optional<EventTarget> of(String given, Map<String, String> environment) {
    String address = given.isBlank() ? environment.getOrDefault("OPENLINEAGE_URL", "") : given;
    if (address.isBlank()
        || environment.getOrDefault("OPENLINEAGE_DISABLED", "").equalsIgnoreCase("true")) {
      return Optional.empty();
    }
    if (address.matches("https?://.+")) {
      return Optional.of(Server.of(address, environment));
    }
    if (address.contains("://")) {
      throw new InputException(
          "--openlineage takes a file or an http(s) address, not '" + address + "'");
    }
    Path file = Path.of(address).toAbsolutePath();
    if (Files.isDirectory(file)) {
      throw new InputException("--openlineage " + address + " is a folder; give a file");
    }
    return Optional.of(new Lines(file));
  }

  /** A file of JSON lines. */
  record Lines(Path file) implements EventTarget {
    @Override
    public void send(JsonNode event) throws IOException {
      Files.createDirectories(file.getParent());
      Files.writeString(file, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * A server.
   *
   * @param authorization header, blank for none
   */
  record Server(URI address, String authorization) implements EventTarget {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    static Server of(String address, Map<String, String> environment) {
      String path = environment.getOrDefault("OPENLINEAGE_ENDPOINT", "api/v1/lineage");
      String key = environment.getOrDefault("OPENLINEAGE_API_KEY", "");
      try {
        URI base = URI.create(address);
        boolean whole = base.getPath() != null && base.getPath().length() > 1;
        return new Server(
            whole ? base : base.resolve("/" + path.replaceFirst("^/", "")),
            key.isBlank() ? "" : "Bearer " + key);
      } catch (IllegalArgumentException e) {
        throw new InputException("--openlineage " + address + " is not an address");
      }
    }

    @Override
    public void send(JsonNode event) throws IOException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(address)
              .timeout(LONGEST)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(event.toString(), StandardCharsets.UTF_8));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST).build();
      try {
        int status =
            client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
          throw new IOException("the server answered " + status);
        }
      } catch (ConnectException e) { // without a message
        throw new IOException("no connection could be made", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    /** Without the key. */
    @Override
    public String toString() {
      return address.toString();
    }
  }
}
