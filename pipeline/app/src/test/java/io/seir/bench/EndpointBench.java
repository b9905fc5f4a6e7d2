package io.seir.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import io.seir.Runs;
import io.seir.refine.RefinementConfig;
import io.seir.sample.JsonCoder;
import io.seir.serve.Served;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * How well the pipeline fills an endpoint: stored replies after a latency from a server in another
 * process, judge off. Validates every data set, then tells the wall time beside calls × latency /
 * concurrency, the processor time a call, and the rate of the official way, one call at a time.
 * Arguments: dialogues (default 500), latency in ms (200), concurrency (64).
 */
public final class EndpointBench {
  private static final int RUNS = 3;
  private static final int SEQUENTIAL = 5;
  private static final int BUNDLES = 3;

  private final int latency;
  private final String baseUrl;

  private EndpointBench(int latency, String baseUrl) {
    this.latency = latency;
    this.baseUrl = baseUrl;
  }

  public static void main(String[] args) throws Exception {
    int samples = args.length > 0 ? Integer.parseInt(args[0]) : 500;
    int latency = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : 64;
    Path models = Files.createTempDirectory("seir-bench").resolve("models.yaml");
    Process server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dai.djl.offline=true",
                "io.seir.cli.Seir",
                "serve-embedded",
                "--port=0",
                "--stored",
                "--latency=" + latency,
                "--write-models=" + models)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (!Files.exists(models)) {
        if (!server.isAlive()) {
          throw new IllegalStateException("the server does not start");
        }
        Thread.sleep(50);
      }
      String url = Files.readString(models).replaceAll("(?s).*?baseUrl: \"([^\"]+)\".*", "$1");
      new EndpointBench(latency, url).compare(samples, concurrency);
    } finally {
      server.destroy();
    }
    System.exit(0);
  }

  private record Timed(double seconds, double cpuSeconds, long calls) {}

  private void compare(int samples, int concurrency) throws IOException {
    time(samples, concurrency, BUNDLES); // loads and warms up
    System.out.printf(
        "%d dialogues of 1 turn, depth 1, latency %d ms, concurrency %d, %d processors, Java %s%n",
        samples,
        latency,
        concurrency,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"));
    Timed alone = time(SEQUENTIAL, 1, 1);
    for (int run = 0; run < RUNS; run++) {
      Timed all = time(samples, concurrency, BUNDLES);
      double ideal = all.calls() * latency / 1000.0 / concurrency;
      System.out.printf(
          "%d calls in %.2f s, ideal %.2f s: %.3f of it; %.2f ms of processor time a call;"
              + " %.1f dialogues/s, one call at a time %.2f: %.0f times%n",
          all.calls(),
          all.seconds(),
          ideal,
          all.seconds() / ideal,
          1000 * all.cpuSeconds() / all.calls(),
          samples / all.seconds(),
          SEQUENTIAL / alone.seconds(),
          samples / all.seconds() / (SEQUENTIAL / alone.seconds()));
    }
  }

  private Timed time(int samples, int concurrency, int bundles) throws IOException {
    Path folder = Files.createTempDirectory("seir-bench");
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try {
      long start = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      Runs.generate(
          folder,
          Runs.shipped(1, samples, 1, 1),
          RefinementConfig.ofDepth(1),
          Served.config(baseUrl, concurrency),
          bundles,
          false);
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
      JsonNode run = JsonCoder.mapper().readTree(folder.resolve("run.json").toFile());
      if (run.path("accepted").asInt() != samples) {
        throw new IllegalStateException("the run is not whole: " + run);
      }
      return new Timed(seconds, cpuSeconds, run.path("usage").path("calls").asLong());
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
