package io.seir.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.cli.Ended;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The job jar in application mode, with a JobManager and a TaskManager of its own. */
@EnabledIfSystemProperty(
    named = "seir.operations",
    matches = "true",
    disabledReason = "takes a minute; run by hand with -Dseir.operations=true")
class FlinkApplicationIT {
  private static final Path JARS = Path.of(System.getProperty("seir.flink", "target"));
  private static final String JOB = System.getProperty("seir.job.jar", "");

  @TempDir Path folder;

  private void configure() throws IOException {
    try (ServerSocket rest = new ServerSocket(0);
        ServerSocket rpc = new ServerSocket(0)) {
      List<String> lines =
          new ArrayList<>(
              ClusterSettings.lines(
                  new FlinkCluster.Size(1, 2, 1024, ""), rest.getLocalPort(), rpc.getLocalPort()));
      lines.add("parallelism.default: 2");
      Files.write(folder.resolve("flink-conf.yaml"), lines);
    }
  }

  private Process start(String name, Class<?> main, String... arguments) throws Exception {
    String tests =
        Path.of(LocalApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("-Xmx1200m", "-Djava.awt.headless=true", "-Dai.djl.offline=true", "-cp"));
    line.add(
        String.join(
            File.pathSeparator,
            JARS.resolve("cluster") + "/*",
            JARS.resolve(FlinkCluster.LIB) + "/*",
            tests));
    line.add(main.getName());
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private Process jobManager(String... command) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(folder.toString(), JOB, Application.class.getName()));
    arguments.addAll(List.of(command));
    return start("jobmanager", LocalApplication.class, arguments.toArray(String[]::new));
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("jobmanager.log"));
  }

  @Test
  void aRunInAClusterOfItsOwn() throws Exception {
    configure();
    Path out = folder.resolve("out");
    Process jobs = jobManager("generate", "--samples=6", "--turns=1", "--depth=1", "--out=" + out);
    Process tasks = start("taskmanager", TaskManagerRunner.class, "--configDir", folder.toString());
    try {
      assertTrue(jobs.waitFor(5, TimeUnit.MINUTES), "ends by itself");
      assertEquals(0, jobs.exitValue(), log());
      Ended summary = Ended.of("summary", out.toString());
      assertTrue(summary.out().contains("6 accepted, 0 bad"), summary.out() + log());
    } finally {
      jobs.destroyForcibly();
      tasks.destroyForcibly();
    }
  }

  @Test
  void aWrongCommandIsAFailedApplication() throws Exception {
    configure();
    Process jobs = jobManager("generate", "--sampels=6", "--out=" + folder.resolve("out"));
    try {
      assertTrue(jobs.waitFor(2, TimeUnit.MINUTES), "ends by itself");
      assertNotEquals(0, jobs.exitValue());
      String line = "seir: unknown option '--sampels'; did you mean --samples?";
      assertTrue(log().lines().anyMatch(one -> one.startsWith(line)), log());
    } finally {
      jobs.destroyForcibly();
    }
  }
}
