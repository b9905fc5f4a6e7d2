package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seir.run.RunFiles;
import io.seir.serve.Behaviour;
import io.seir.serve.EmbeddedServer;
import io.seir.serve.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as a process of its own: looked at while it is at work, and stopped by Ctrl-C. */
class InterruptIT {
  /** What a terminal sends on Ctrl-C. */
  private static final String INTERRUPT = "INT";

  private static final String EVENTS = "events.jsonl";

  private static final int AFTER_CTRL_C = 130;

  @TempDir Path folder;

  private static List<String> options(Path out, Path models) {
    return List.of(
        "generate",
        "--samples=10",
        "--turns=1",
        "--depth=1",
        "--seed=11",
        "--no-judge",
        "--out=" + out,
        "--models=" + models);
  }

  private Process start(Path out, Path models) throws IOException {
    List<String> line = new ArrayList<>();
    // A build in the background of a script ignores the signal, and so would its children.
    line.addAll(List.of("env", "--default-signal=" + INTERRUPT));
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.addAll(List.of("-Djava.awt.headless=true", "-Dai.djl.offline=true", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add("io.seir.cli.Seir");
    line.addAll(options(out, models));
    line.add("--openlineage=" + folder.resolve(EVENTS));
    return new ProcessBuilder(line)
        .redirectOutput(folder.resolve("out.log").toFile())
        .redirectError(folder.resolve("err.log").toFile())
        .start();
  }

  private static boolean canSignal() throws Exception {
    return new ProcessBuilder("env", "--default-signal=" + INTERRUPT, "true").start().waitFor()
        == 0;
  }

  @Test
  void ctrlCSaysWhatIsSavedAndTheRunGoesOnToTheSameBytes() throws Exception {
    assumeTrue(canSignal(), "env of this system has no --default-signal");
    Path out = folder.resolve("out");
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.after(Duration.ofMillis(200)))) {
      Path models = Served.models(folder.resolve("m.yaml"), server, ", concurrency: 4");
      Process process = start(out, models);
      while (process.isAlive() && server.served().size() < 20) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertTrue(process.isAlive(), Files.readString(folder.resolve("err.log")));
      assertIsInProgress(out, models);
      new ProcessBuilder("kill", "-" + INTERRUPT, Long.toString(process.pid())).start().waitFor();
      assertEquals(AFTER_CTRL_C, process.waitFor());
      List<String> said =
          Files.readAllLines(folder.resolve("err.log")).stream()
              .filter(line -> !line.startsWith("Generating: "))
              .toList();
      assertEquals(1, said.size(), said.toString());
      assertTrue(said.get(0).startsWith("seir: stopped; "), said.get(0));
      assertTrue(said.get(0).contains("every finished model call is saved"), said.get(0));
      assertTrue(said.get(0).contains("run the same command with --resume=always"), said.get(0));
      assertFalse(Files.exists(out.resolve(RunFiles.RUN_RECORD)));
      List<String> events = Files.readAllLines(folder.resolve(EVENTS));
      assertEquals(2, events.size(), events.toString());
      assertTrue(events.get(1).contains("\"eventType\":\"ABORT\""), events.get(1));

      Ended summary = Ended.of("summary", out.toString());
      assertEquals(Seir.USAGE, summary.code());
      assertTrue(summary.err().contains("contains an unfinished run"), summary.err());
      List<String> again = new ArrayList<>(options(out, models));
      again.add("--resume=always");
      Ended ended = Ended.of(again.toArray(String[]::new));
      assertEquals(0, ended.code(), ended.err());
      Path whole = folder.resolve("whole");
      assertEquals(0, Ended.of(options(whole, models).toArray(String[]::new)).code());
      for (String file : List.of("dialogues-00000.jsonl", "run.json", "diversity.json")) {
        assertEquals(
            Files.readString(whole.resolve(file)), Files.readString(out.resolve(file)), file);
      }
    }
  }

  /** Nobody is told to go on with a run that is going. */
  private static void assertIsInProgress(Path out, Path models) {
    Ended summary = Ended.of("summary", out.toString());
    assertEquals(Seir.USAGE, summary.code());
    assertTrue(summary.err().contains("contains a run in progress"), summary.err());
    Ended second = Ended.of(options(out, models).toArray(String[]::new));
    assertEquals(Seir.USAGE, second.code());
    assertTrue(second.err().contains("is being written by another run"), second.err());
    for (Ended ended : List.of(summary, second)) {
      assertFalse(ended.err().contains("unfinished"), ended.err());
      assertFalse(ended.err().contains("--resume"), ended.err());
    }
  }
}
