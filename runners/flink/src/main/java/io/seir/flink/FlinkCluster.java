package io.seir.flink;

import io.seir.blob.AtomicFile;
import io.seir.data.InputException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A Flink session cluster on this machine, of separate processes: one JobManager and some
 * TaskManagers. Its settings, logs and process ids are in a folder.
 */
final class FlinkCluster {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration REQUEST = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 300;
  private static final int ATTEMPTS = 3;

  /** The jars that belong into the lib/ of any Flink that runs our jobs. */
  static final String LIB = "flink-lib";

  private static final String JOB_MANAGER = "jobmanager";
  private static final String PROCESSES = "processes";
  private static final String ADDRESS = "address";

  private final Path folder;
  private final Path jars;

  /**
   * @param folder for the cluster's files
   * @param jars has what the processes run on: Flink in {@code cluster}, ours in {@link #LIB}
   */
  FlinkCluster(Path folder, Path jars) {
    this.folder = folder;
    this.jars = jars;
  }

  /**
   * What a cluster is made of.
   *
   * @param memoryMegabytes heap of a TaskManager for tasks
   * @param metricsPorts ports at which the processes serve metrics for Prometheus, such as
   *     9250-9259; empty for none
   */
  record Size(int taskManagers, int slots, int memoryMegabytes, String metricsPorts) {}

  /**
   * Starts the processes, waits until all slots are available, and returns the JobManager's
   * address.
   */
  String start(Size size) throws IOException, InterruptedException {
    if (address().filter(this::answers).isPresent()) {
      throw new InputException("a cluster is running already; see ./seir flink-cluster status");
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<String> address = tryToStart(size);
      if (address.isPresent()) {
        return address.get();
      }
    }
    throw new IllegalStateException("the cluster did not start; see the logs in " + folder);
  }

  /** Ports that were free may have been taken in the meantime, so this can fail. */
  private Optional<String> tryToStart(Size size) throws IOException, InterruptedException {
    stop();
    Files.createDirectories(folder);
    int[] ports = freePorts();
    AtomicFile.write(
        folder.resolve("flink-conf.yaml"), ClusterSettings.lines(size, ports[0], ports[1]));
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
                jars.resolve("cluster") + "/*" + File.pathSeparator + jars.resolve(LIB) + "/*",
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
      if (FlinkRest.at(address)
          .get("/overview")
          .filter(o -> o.path("slots-total").asInt() >= slots)
          .isPresent()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return false;
  }

  /** Stops all processes, killing those that do not stop. */
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
    return FlinkRest.at(address).get("/overview").isPresent();
  }

  /** Two different free ports. */
  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }
}
