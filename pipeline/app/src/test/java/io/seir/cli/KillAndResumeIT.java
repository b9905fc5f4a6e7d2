package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.journal.FolderJournal;
import io.seir.run.RunFiles;
import io.seir.serve.Behaviour;
import io.seir.serve.EmbeddedServer;
import io.seir.serve.Manner;
import io.seir.serve.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as a process of its own, killed again and again. */
class KillAndResumeIT {
  private static final double SHARE = 0.3;

  /** Four in every build; ten by hand with -Dseir.kills=10. */
  private static final int KILLS = Integer.getInteger("seir.kills", 4);

  @TempDir Path folder;

  private Process start(Path out, Path models) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // to be up soon
    line.addAll(List.of("-Djava.awt.headless=true", "-Dai.djl.offline=true", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add("io.seir.cli.Seir");
    line.addAll(options(out, models));
    line.add("--resume=if-possible");
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private static List<String> options(Path out, Path models) {
    return List.of(
        "generate",
        "--samples=28",
        "--turns=2",
        "--depth=1",
        "--seed=11",
        "--out=" + out,
        "--models=" + models);
  }

  /** Every model call of the journal, by its seed. */
  private static List<Long> finished(Path out) throws IOException {
    List<Long> calls = new ArrayList<>();
    new FolderJournal(out.resolve(RunFiles.JOURNAL))
        .forEach(
            entry -> {
              if (!entry.place().form().equals("score")) {
                calls.add(entry.place().seed());
              }
            });
    return calls;
  }

  /** How often each call was answered; a chatty server is not told the forms. */
  private static Map<Long, Integer> served(EmbeddedServer server) {
    Map<Long, Integer> bySeed = new HashMap<>();
    server
        .served()
        .forEach(
            (call, count) ->
                bySeed.merge(
                    Long.parseLong(call.substring(call.indexOf(' ') + 1)), count, Integer::sum));
    return bySeed;
  }

  @Test
  void killsChangeNothingAndNoFinishedCallIsMadeTwice() throws Exception {
    long seed = Long.getLong("seir.seed", System.nanoTime());
    System.out.println("seir.seed=" + seed);
    Random random = new Random(seed);
    Path out = folder.resolve("out");
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.after(Duration.ofMillis(100)).mannered(manners()))) {
      Path models = Served.models(folder.resolve("m.yaml"), server, ", concurrency: 8");
      List<Map<Long, Integer>> finished = new ArrayList<>();
      int moments = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        int enough = server.served().size() + 1 + random.nextInt(280 / KILLS);
        Process process = start(out, models);
        while (process.isAlive() && server.served().size() < enough) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
        boolean ended = process.waitFor(random.nextInt(200), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        moments += ended ? 0 : 1;
        Map<Long, Integer> served = served(server);
        Map<Long, Integer> known = new HashMap<>();
        finished(out).forEach(call -> known.put(call, served.getOrDefault(call, 0)));
        finished.add(known);
      }
      Process last = start(out, models);
      assertEquals(0, last.waitFor(), () -> log());
      assertEquals(KILLS, moments, () -> "killed at work: " + log());
      assertTrue(finished.get(0).size() < finished.get(KILLS - 1).size(), "each goes on");

      Map<Long, Integer> served = served(server);
      for (Map<Long, Integer> known : finished) {
        known.forEach(
            (call, count) ->
                assertEquals(count, served.getOrDefault(call, 0), () -> "seed " + call));
      }

      Path whole = folder.resolve("whole");
      assertEquals(0, Ended.of(options(whole, models).toArray(String[]::new)).code());
      for (String file : List.of("dialogues-00000.jsonl", "run.json")) {
        assertEquals(
            Files.readString(whole.resolve(file)), Files.readString(out.resolve(file)), file);
      }
    }
  }

  /** None in every build; one by hand with -Dseir.manner=chatty. */
  private static Map<Manner, Double> manners() {
    String one = System.getProperty("seir.manner");
    if (one == null) {
      return Map.of();
    }
    Manner manner = Manner.of(one).orElseThrow();
    boolean some = manner == Manner.REFUSES_REVIEWS || manner == Manner.REFUSES_DRAFTS;
    return Map.of(manner, some ? SHARE : 1.0);
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
