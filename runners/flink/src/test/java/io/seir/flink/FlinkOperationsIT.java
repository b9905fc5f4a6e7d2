package io.seir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.cli.Ended;
import io.seir.sample.JsonCoder;
import io.seir.serve.Behaviour;
import io.seir.serve.EmbeddedServer;
import io.seir.serve.Served;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator of a cluster sees: metrics by name while a job runs, and what becomes of a
 * second job that finds the slots taken.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIfSystemProperty(
    named = "seir.operations",
    matches = "true",
    disabledReason = "takes two and a half minutes; run by hand with -Dseir.operations=true")
class FlinkOperationsIT {
  private static final Path DASHBOARD = Path.of("metrics/grafana-dashboard.json");
  private static final Pattern METRIC = Pattern.compile("\\bflink_[a-zA-Z0-9_]+");

  @TempDir static Path folder;
  private static String address = "";
  private static int firstPort;

  @BeforeAll
  static void start() throws IOException {
    firstPort = threeFreePorts();
    Ended started =
        cluster(
            "start",
            "--task-managers=2",
            "--slots=1",
            "--memory=1024",
            "--metrics-ports=" + firstPort + "-" + (firstPort + 2));
    assertEquals(0, started.code(), started.err());
    address = started.out().strip();
  }

  @AfterAll
  static void stop() {
    cluster("stop");
  }

  private static Ended cluster(String... action) {
    List<String> line = new ArrayList<>(List.of("flink-cluster"));
    line.addAll(List.of(action));
    line.add("--dir=" + folder.resolve("cluster"));
    return Ended.of(line.toArray(String[]::new));
  }

  private static int threeFreePorts() throws IOException {
    while (true) {
      try (ServerSocket first = new ServerSocket(0)) {
        int port = first.getLocalPort();
        try (ServerSocket second = new ServerSocket(port + 1);
            ServerSocket third = new ServerSocket(port + 2)) {
          return second.isBound() && third.isBound() ? port : 0;
        } catch (IOException | IllegalArgumentException e) {
          continue;
        }
      }
    }
  }

  private static String get(String url) throws IOException, InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://" + url))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (java.net.http.HttpTimeoutException e) {
      return "";
    }
  }

  private static Process client(Path models, String out, String... more) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("-Djava.awt.headless=true", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add("-Dseir.job.jar=" + System.getProperty("seir.job.jar"));
    line.addAll(List.of("io.seir.cli.Seir", "generate", "--samples=40", "--turns=1"));
    line.addAll(List.of("--depth=1", "--models=" + models, "--out=" + folder.resolve(out)));
    line.addAll(List.of("--runner=FlinkRunner", "--flinkMaster=" + address));
    line.addAll(List.of(more));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("client.log").toFile())
        .start();
  }

  private static Ended second(String... more) {
    List<String> line = new ArrayList<>(List.of("generate", "--samples=2", "--turns=1"));
    line.addAll(List.of("--runner=FlinkRunner", "--flinkMaster=" + address));
    line.addAll(List.of(more));
    return Ended.of(line.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void metricsOfARunningJobHaveTheirNames() throws Exception {
    Set<String> scraped = new TreeSet<>();
    Set<String> shown = new TreeSet<>();
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.after(Duration.ofMillis(400)))) {
      Path models = Served.models(folder.resolve("m.yaml"), server, ", concurrency: 4");
      Process client = client(models, "my run");
      try {
        while (client.isAlive()) {
          look(scraped, shown);
        }
        assertEquals(0, client.waitFor(), Files.readString(folder.resolve("client.log")));
      } finally {
        client.destroyForcibly();
      }
    }
    JsonNode job = jobs().path(0);
    assertEquals("seir-generate-my-run", job.path("name").asText());
    JsonNode plan = JsonCoder.mapper().readTree(get(address + "/jobs/" + job.path("jid").asText()));
    assertTrue(plan.at("/plan/nodes").size() > 5, "the web interface draws the job");
    assertTrue(
        shown.stream().anyMatch(id -> id.endsWith("seir_answer_model_calls")), shown::toString);
    Set<String> drawn = new TreeSet<>();
    Matcher metric = METRIC.matcher(Files.readString(DASHBOARD));
    while (metric.find()) {
      drawn.add(metric.group());
    }
    assertTrue(drawn.size() > 10, drawn.toString());
    drawn.removeAll(scraped);
    assertEquals(Set.of(), drawn, "drawn, but never reported; there are " + scraped);
  }

  /** A job that waits for its models has both slots; it ends with the cluster. */
  @Test
  @Order(2)
  void aSecondJobFindsNoSlots() throws Exception {
    Path out = folder.resolve("second");
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.after(Duration.ofMinutes(5)))) {
      Path models = Served.models(folder.resolve("slow.yaml"), server, ", concurrency: 4");
      Process client = client(models, "first");
      try {
        while (client.isAlive() && !overview().path("slots-available").asText().equals("0")) {
          Thread.sleep(200);
        }
        assertTrue(client.isAlive(), Files.readString(folder.resolve("client.log")));
        long start = System.nanoTime();
        Ended more = second("--parallelism=3", "--out=" + out);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(30).toNanos(), "in under 30 s");
        assertEquals(2, more.code(), more.err());
        assertTrue(
            more.err().startsWith("seir: --parallelism=3 is more than the 2 slots"), more.err());

        Ended refused = second("--out=" + out);
        assertEquals(1, refused.code(), refused.err());
        assertTrue(refused.err().startsWith("seir: 0 of the 2 slots"), refused.err());
        assertFalse(Files.exists(out), "nothing was begun");

        Ended waited = second("--slotTimeoutSeconds=3", "--out=" + out);
        assertEquals(1, waited.code(), waited.err());
        assertTrue(
            waited.err().contains("seir: the job did not get its 2 slots within 3 s and was"));
        assertEquals("CANCELED", jobs().path(2).path("state").asText(), "the second alone");
        assertEquals("RUNNING", jobs().path(1).path("state").asText());
      } finally {
        client.destroyForcibly();
      }
    }
  }

  private static JsonNode overview() throws Exception {
    return JsonCoder.mapper().readTree(get(address + "/overview"));
  }

  private static JsonNode jobs() throws Exception {
    JsonNode jobs = JsonCoder.mapper().readTree(get(address + "/jobs/overview")).path("jobs");
    List<JsonNode> first = new ArrayList<>();
    jobs.forEach(first::add);
    first.sort((one, other) -> Long.compare(start(one), start(other)));
    return JsonCoder.mapper().valueToTree(first);
  }

  private static long start(JsonNode job) {
    return job.path("start-time").asLong();
  }

  /** Names of metrics, as Prometheus reads them and as the web interface lists them. */
  private static void look(Set<String> scraped, Set<String> shown) throws Exception {
    for (int port = firstPort; port < firstPort + 3; port++) {
      get("127.0.0.1:" + port + "/metrics")
          .lines()
          .filter(line -> line.startsWith("flink_"))
          .map(line -> line.replaceFirst("[{ ].*", ""))
          .forEach(scraped::add);
    }
    for (JsonNode job : jobs()) {
      String path = address + "/jobs/" + job.path("jid").asText();
      for (JsonNode vertex : JsonCoder.mapper().readTree(get(path)).path("vertices")) {
        if (vertex.path("status").asText().equals("RUNNING")) {
          String metrics = get(path + "/vertices/" + vertex.path("id").asText() + "/metrics");
          JsonCoder.mapper().readTree(metrics).forEach(one -> shown.add(one.path("id").asText()));
        }
      }
    }
  }
}
