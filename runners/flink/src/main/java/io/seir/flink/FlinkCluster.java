package io.seir.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.blob.AtomicFile;
import io.seir.data.InputException;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.net.InetAddress;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Flink session cluster on this machine, of separate processes: one JobManager and some
 * TaskManagers. What it is lies in a folder: settings, logs, and the numbers of the processes.
 */
final class FlinkCluster {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration REQUEST = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 300;
  private static final String CAUSE = "Caused by: ";
  private static final JsonNode NOTHING = JsonCoder.mapper().createArrayNode();
  private static final int ATTEMPTS = 3;
  private static final String JOB_MANAGER = "jobmanager";
  private static final String PROCESSES = "processes";
  private static final String ADDRESS = "address";

  private final Path folder;
  private final Path jars;

  /**
   * @param folder of the cluster's own
   * @param jars what the processes run on
   */
  FlinkCluster(Path folder, Path jars) {
    this.folder = folder;
    this.jars = jars;
  }

  /**
   * What a cluster is made of.
   *
   * @param memoryMegabytes heap of a TaskManager for tasks
   */
  record Size(int taskManagers, int slots, int memoryMegabytes) {}

  /** Starts the processes and waits until all slots are there; the address of the JobManager. */
  String start(Size size) throws IOException, InterruptedException {
    if (address().filter(this::answers).isPresent()) {
      throw new InputException("a cluster runs already; see ./seir flink-cluster status");
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<String> address = tryToStart(size);
      if (address.isPresent()) {
        return address.get();
      }
    }
    throw new IllegalStateException("the cluster does not come up; see the logs in " + folder);
  }

  /** Ports that were free may be taken by now, so this can fail without anybody's fault. */
  private Optional<String> tryToStart(Size size) throws IOException, InterruptedException {
    stop();
    Files.createDirectories(folder);
    int[] ports = freePorts();
    Map<String, String> settings = settings(size, ports[0], ports[1]);
    List<String> lines = new ArrayList<>();
    settings.forEach((key, value) -> lines.add(key + ": " + value));
    AtomicFile.write(folder.resolve("flink-conf.yaml"), lines);
    String address = "127.0.0.1:" + ports[0];
    AtomicFile.write(folder.resolve(ADDRESS), List.of(address));
    List<String> processes = new ArrayList<>();
    processes.add(
        launch(
            JOB_MANAGER,
            1024,
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"));
    for (int i = 1; i <= size.taskManagers(); i++) {
      processes.add(
          launch(
              "taskmanager-" + i,
              size.memoryMegabytes() + 128,
              "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"));
    }
    AtomicFile.write(folder.resolve(PROCESSES), processes);
    if (awaitSlots(address, size.taskManagers() * size.slots(), processes.size())) {
      return Optional.of(address);
    }
    stop();
    return Optional.empty();
  }

  private static Map<String, String> settings(Size size, int rest, int rpc) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("rest.port", Integer.toString(rest));
    settings.put("rest.address", "127.0.0.1");
    settings.put("rest.bind-address", "127.0.0.1");
    settings.put("jobmanager.rpc.address", "127.0.0.1");
    settings.put("jobmanager.rpc.port", Integer.toString(rpc));
    settings.put("jobmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.host", "127.0.0.1");
    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(size.slots()));
    // Without Flink's shell scripts nothing works these out.
    settings.put("taskmanager.cpu.cores", "1.0");
    settings.put("taskmanager.memory.task.heap.size", size.memoryMegabytes() + "m");
    settings.put("taskmanager.memory.task.off-heap.size", "256m");
    settings.put("taskmanager.memory.framework.heap.size", "128m");
    settings.put("taskmanager.memory.framework.off-heap.size", "128m");
    settings.put("taskmanager.memory.network.min", "256m");
    settings.put("taskmanager.memory.network.max", "256m");
    settings.put("taskmanager.memory.managed.size", "128m");
    settings.put("taskmanager.memory.jvm-metaspace.size", "512m");
    settings.put("taskmanager.memory.jvm-overhead.min", "192m");
    settings.put("taskmanager.memory.jvm-overhead.max", "192m");
    // A lost TaskManager is known after this, and its work is done again elsewhere.
    settings.put("heartbeat.interval", "2000");
    settings.put("heartbeat.timeout", "10000");
    settings.put("jobmanager.execution.failover-strategy", "region");
    settings.put("restart-strategy.type", "fixed-delay");
    settings.put("restart-strategy.fixed-delay.attempts", "5");
    settings.put("restart-strategy.fixed-delay.delay", "2 s");
    settings.put("slot.request.timeout", "120000");
    return settings;
  }

  private String launch(String name, int heapMegabytes, String main) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + heapMegabytes + "m",
                "-XX:MaxMetaspaceSize=512m",
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                jars + "/*",
                main,
                "--configDir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    return name + " " + process.pid();
  }

  private boolean awaitSlots(String address, int slots, int processes)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() < end && processes().size() == processes) {
      if (overview(address).filter(o -> o.path("slots-total").asInt() >= slots).isPresent()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return false;
  }

  /** Ends all processes; those that do not end are killed. */
  void stop() throws IOException, InterruptedException {
    for (ProcessHandle process : processes().values()) {
      process.destroy();
    }
    long end = System.nanoTime() + REQUEST.toNanos();
    for (ProcessHandle process : processes().values()) {
      while (process.isAlive() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS / 3);
      }
      process.destroyForcibly();
    }
    Files.deleteIfExists(folder.resolve(PROCESSES));
    Files.deleteIfExists(folder.resolve(ADDRESS));
  }

  /** The living processes by name: jobmanager, taskmanager-1 and so on. */
  Map<String, ProcessHandle> processes() throws IOException {
    Map<String, ProcessHandle> living = new TreeMap<>();
    Path file = folder.resolve(PROCESSES);
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ");
        ProcessHandle.of(Long.parseLong(parts[1]))
            .filter(p -> p.isAlive() && p.info().command().orElse("").contains("java"))
            .ifPresent(process -> living.put(parts[0], process));
      }
    }
    return living;
  }

  /** Where the JobManager is, if one was started. */
  Optional<String> address() throws IOException {
    Path file = folder.resolve(ADDRESS);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  private boolean answers(String address) {
    return overview(address).isPresent();
  }

  /** What the JobManager says of itself; empty if there is none. */
  static Optional<JsonNode> overview(String address) {
    return get(address, "/overview");
  }

  /** What the job that ended last failed of: the innermost cause, in one line. */
  static Optional<String> failure(String address) {
    @Nullable JsonNode last = null;
    for (JsonNode job : get(address, "/jobs/overview").map(o -> o.path("jobs")).orElse(NOTHING)) {
      if (last == null || job.path("end-time").asLong() > last.path("end-time").asLong()) {
        last = job;
      }
    }
    if (last == null) {
      return Optional.empty();
    }
    return get(address, "/jobs/" + last.path("jid").asText() + "/exceptions")
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

  private static Optional<JsonNode> get(String address, String path) {
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(REQUEST)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + address + path))
                      .timeout(REQUEST)
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

  /** Two different ones. */
  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }
}
