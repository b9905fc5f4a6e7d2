package io.seir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.cli.Ended;
import io.seir.runner.CommandsContract;
import io.seir.sample.JsonCoder;
import io.seir.serve.Behaviour;
import io.seir.serve.EmbeddedServer;
import io.seir.serve.Served;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a cluster of one JobManager and two TaskManagers, and what happens to it. */
class FlinkClusterIT extends CommandsContract {
  @TempDir static Path cluster;
  private static String address = "";

  private static Ended cluster(String... action) {
    List<String> line = new ArrayList<>(List.of("flink-cluster"));
    line.addAll(List.of(action));
    line.add("--dir=" + cluster);
    return Ended.of(line.toArray(String[]::new));
  }

  @BeforeAll
  static void start() {
    Ended started = cluster("start", "--task-managers=2", "--slots=2", "--memory=1024");
    assertEquals(0, started.code(), started.err());
    address = cluster("status").out().strip();
  }

  @AfterAll
  static void stop() {
    cluster("stop");
    assertEquals(1, cluster("status").code(), "nothing runs any more");
  }

  /** Two of four slots, so that one TaskManager is enough after the other is lost. */
  @Override
  protected List<String> runner() {
    return List.of("--runner=FlinkRunner", "--flinkMaster=" + address, "--parallelism=2");
  }

  @BeforeEach
  void twoTaskManagers() throws Exception {
    assertTrue(rest("/overview").path("taskmanagers").asInt() >= 1);
  }

  private static JsonNode rest(String path) throws IOException, InterruptedException {
    return JsonCoder.mapper()
        .readTree(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
  }

  private static void until(Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, "waited in vain");
      Thread.sleep(100);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static List<String> slowRun(Path out, Path models) {
    return List.of(
        "--samples=40", "--turns=1", "--depth=1", "--seed=3", "--models=" + models, "--out=" + out);
  }

  /** A client that is killed after it submitted: the job goes on, and can be told of later. */
  @Test
  void aKilledClientLeavesAJobThatEndsByItself() throws Exception {
    Path out = folder.resolve("out");
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.ready(Duration.ofMillis(100)))) {
      Path models = Served.models(folder.resolve("m.yaml"), server, ", concurrency: 8");
      List<String> line = new ArrayList<>();
      line.add(ProcessHandle.current().info().command().orElse("java"));
      line.addAll(List.of("-Djava.awt.headless=true", "-cp"));
      line.add(System.getProperty("java.class.path"));
      line.add("-Dseir.job.jar=" + System.getProperty("seir.job.jar"));
      line.addAll(List.of("io.seir.cli.Seir", "generate"));
      line.addAll(slowRun(out, models));
      line.addAll(runner());
      Process client =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("client.log").toFile())
              .start();
      until(() -> server.served().size() > 20 || !client.isAlive());
      client.destroyForcibly().waitFor();
      assertFalse(Files.exists(out.resolve("run.json")), "killed at work");
      until(() -> Files.exists(out.resolve("run.json")));
    }
    Ended summary = Ended.of("summary", out.toString());
    assertEquals(0, summary.code(), summary.err());
    assertTrue(summary.out().contains("40 accepted, 0 bad"), summary.out());
    assertEquals(40, dialogues(out).size());
  }

  @Test
  void aKilledTaskManagerCostsNothing() throws Exception {
    Path out = folder.resolve("out");
    Path whole = folder.resolve("whole");
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.after(Duration.ofMillis(100)))) {
      Path models = Served.models(folder.resolve("m.yaml"), server, ", concurrency: 4");
      List<String> options = new ArrayList<>(List.of("generate"));
      options.addAll(slowRun(whole, models));
      assertEquals(0, Ended.of(options.toArray(String[]::new)).code());
      int undisturbed = server.served().size();

      options = new ArrayList<>(List.of("generate"));
      options.addAll(slowRun(out, models));
      options.addAll(runner());
      String[] line = options.toArray(String[]::new);
      CompletableFuture<Ended> running = CompletableFuture.supplyAsync(() -> Ended.of(line));
      Path journal = out.resolve("journal");
      until(() -> running.isDone() || lines(journal) > 60);
      killOneTaskManager();
      Ended ended = running.get();
      assertEquals(0, ended.code(), ended.err());
      assertEquals(undisturbed, server.served().size(), "no other calls");
    }
    assertEquals(dialogues(whole), dialogues(out), "exact, nothing twice, nothing missing");
    assertEquals(pictures(whole), pictures(out));
    assertEquals(run(whole), run(out));
  }

  private static void killOneTaskManager() throws IOException {
    for (String line : Files.readAllLines(cluster.resolve("processes"))) {
      if (line.startsWith("taskmanager-1 ")) {
        ProcessHandle.of(Long.parseLong(line.split(" ")[1])).orElseThrow().destroyForcibly();
      }
    }
  }

  private static long lines(Path journal) throws IOException {
    long[] lines = {0};
    if (Files.exists(journal)) {
      new io.seir.journal.FolderJournal(journal).forEach(entry -> lines[0]++);
    }
    return lines[0];
  }

  @Test
  void aWrongMasterIsOneMessage() {
    Ended ended =
        Ended.of(
            "generate",
            "--runner=FlinkRunner",
            "--flinkMaster=127.0.0.1:1",
            "--out=" + folder.resolve("no"));
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("no Flink cluster answers at"), ended.err());
    assertFalse(Files.exists(folder.resolve("no")), "nothing was begun");
  }
}
