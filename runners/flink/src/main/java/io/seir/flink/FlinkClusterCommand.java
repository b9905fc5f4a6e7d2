package io.seir.flink;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.cli.Usage;
import io.seir.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A local Flink cluster of separate processes. */
@Command(
    name = "flink-cluster",
    description = {
      "Starts, stops or shows a Flink session cluster on this machine.",
      "",
      "One JobManager and some TaskManagers, each in its own process, from the jars of the build."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir flink-cluster start --task-managers 2",
      "  ./seir generate --runner=FlinkRunner --flinkMaster=$(./seir flink-cluster status) --out"
          + " out/flink",
      "  ./seir flink-cluster stop",
      "",
      "Keys of model servers are read by the TaskManagers: start the cluster where they are set."
    })
final class FlinkClusterCommand implements Callable<Integer> {
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  /** What to do. */
  enum Action {
    START,
    STOP,
    STATUS
  }

  @Parameters(paramLabel = "start|stop|status", description = "start, stop or status.")
  private Action action = Action.STATUS;

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Number of TaskManager processes (default: ${DEFAULT-VALUE}).")
  private int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "1",
      description = "Slots per TaskManager (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "2048",
      description = "Heap for tasks per TaskManager, in MB (default: ${DEFAULT-VALUE}).")
  private int memory;

  @Option(
      names = "--metrics-ports",
      paramLabel = "FROM-TO",
      description =
          "Serve metrics for Prometheus at /metrics: each process takes the next free port of this"
              + " range, such as 9250-9259.")
  private String metricsPorts = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Folder for the cluster's files (default: inside the build folder).")
  private Path dir = Path.of(System.getProperty("seir.flink.dir", "target/flink"));

  @Override
  public Integer call() throws Exception {
    Path jars = Path.of(System.getProperty("seir.flink", "target"));
    FlinkCluster cluster = new FlinkCluster(dir.toAbsolutePath(), jars.toAbsolutePath());
    return switch (action) {
      case START -> start(cluster, jars);
      case STOP -> {
        boolean ran = cluster.address().isPresent();
        cluster.stop();
        System.out.println(ran ? "stopped" : "no cluster is running here");
        yield 0;
      }
      case STATUS -> status(cluster);
    };
  }

  private int start(FlinkCluster cluster, Path jars) throws IOException, InterruptedException {
    Usage.within("--task-managers", taskManagers, 1, 64);
    Usage.within("--slots", slots, 1, 64);
    Usage.within("--memory", memory, 512, 1 << 20);
    checkPorts();
    if (!Files.isDirectory(jars.resolve("cluster"))) {
      throw new InputException("there are no Flink jars in " + jars + "; use ./seir");
    }
    System.out.println(
        cluster.start(new FlinkCluster.Size(taskManagers, slots, memory, metricsPorts)));
    return 0;
  }

  private void checkPorts() {
    if (metricsPorts.isEmpty()) {
      return;
    }
    Matcher range = PORTS.matcher(metricsPorts);
    if (!range.matches()) {
      throw new InputException(
          "--metrics-ports must be two ports, such as 9250-9259, not " + metricsPorts);
    }
    int from = Integer.parseInt(range.group(1));
    int to = Integer.parseInt(range.group(2));
    Usage.within("--metrics-ports", from, 1, 65_535);
    Usage.within("--metrics-ports", to, 1, 65_535);
    if (to - from < taskManagers) {
      throw new InputException(
          "--metrics-ports has too few ports: one JobManager and "
              + taskManagers
              + " TaskManagers need "
              + (taskManagers + 1));
    }
  }

  /** Prints only the address to standard output, so that other commands can use it. */
  private static int status(FlinkCluster cluster) throws IOException {
    Optional<String> address = cluster.address();
    Optional<JsonNode> overview = address.flatMap(at -> FlinkRest.at(at).get("/overview"));
    if (address.isEmpty() || overview.isEmpty()) {
      System.err.println(
          "seir: no cluster is running here; start one with ./seir flink-cluster start");
      return 1;
    }
    System.out.println(address.get());
    JsonNode now = overview.get();
    System.err.printf(
        "TaskManagers: %d; slots free: %d of %d; jobs: %d running, %d finished, %d failed%n",
        now.path("taskmanagers").asInt(),
        now.path("slots-available").asInt(),
        now.path("slots-total").asInt(),
        now.path("jobs-running").asInt(),
        now.path("jobs-finished").asInt(),
        now.path("jobs-failed").asInt());
    return 0;
  }
}
