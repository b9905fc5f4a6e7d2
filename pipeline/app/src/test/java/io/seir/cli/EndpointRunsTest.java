package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.DataSetLines;
import io.seir.sample.JsonCoder;
import io.seir.serve.Behaviour;
import io.seir.serve.EmbeddedServer;
import io.seir.serve.FaultKind;
import io.seir.serve.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command on model servers, through real HTTP. */
class EndpointRunsTest {
  /** Set for the tests' process in the build. */
  private static final String KEY_VARIABLE = "SEIR_TEST_KEY";

  @TempDir Path folder;

  private Ended generate(Path out, Path models, String... more) {
    List<String> line = new ArrayList<>(List.of("generate", "--out", out.toString()));
    line.addAll(List.of("--turns", "1", "--depth", "1", "--seed", "7"));
    line.addAll(List.of("--models", models.toString()));
    line.addAll(Arrays.asList(more));
    return Ended.of(line.toArray(String[]::new));
  }

  private static String dialogues(Path out) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().startsWith("dialogues-"))
              .sorted()
              .toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static JsonNode run(Path out) throws IOException {
    return JsonCoder.mapper().readTree(out.resolve("run.json").toFile());
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private String undisturbed(int samples) throws IOException {
    Path out = folder.resolve("undisturbed");
    Ended ended =
        Ended.of(
            ("generate --turns 1 --depth 1 --seed 7 --samples " + samples + " --out " + out)
                .split(" "));
    assertEquals(0, ended.code(), ended.err());
    return dialogues(out);
  }

  @Test
  void theSameDialoguesComeThroughAServer() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD)) {
      Path out = folder.resolve("served");
      Ended ended =
          generate(out, Served.models(folder.resolve("m.yaml"), server, ""), "--samples", "12");
      assertEquals(0, ended.code(), ended.err());
      assertEquals(undisturbed(12), dialogues(out));
      assertEquals(1, Collections.max(server.served().values()), "no call was made twice");
      assertTrue(ended.out().contains("Cost: unknown"), "no prices, no cost: " + ended.out());
      assertFalse(run(out).path("cost").has("total"));
    }
  }

  /** More samples later are the same as all at once, and those that are there cost nothing. */
  @Test
  void aFinishedRunGrows() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD)) {
      Path out = folder.resolve("grown");
      Path models = Served.models(folder.resolve("m.yaml"), server, "");
      assertEquals(0, generate(out, models, "--samples", "8").code());
      int before = server.served().size();
      Ended grown = generate(out, models, "--samples", "12", "--resume=always");
      assertEquals(0, grown.code(), grown.err());
      assertEquals(undisturbed(12), dialogues(out));
      assertEquals(1, Collections.max(server.served().values()), "no call was made twice");
      assertTrue(server.served().size() < 2 * before, "a half more, not all again");
      assertEquals(12, run(out).path("accepted").asInt());
      Ended fewer = generate(out, models, "--samples", "8", "--resume=always");
      assertEquals(Seir.USAGE, fewer.code());
      assertTrue(fewer.err().contains("samples was 12, now 8"), fewer.err());
    }
  }

  /** Also: a run that is gone on with after its end pays for nothing. */
  @Test
  void aStormOfFaultsLosesNothingAndReplayMendsWhatOutlastedTheRetries() throws Exception {
    Map<FaultKind, Double> storm =
        Map.of(
            FaultKind.RATE_LIMIT, 0.10,
            FaultKind.SERVER_ERROR, 0.05,
            FaultKind.DROP, 0.02,
            FaultKind.MALFORMED, 0.01,
            FaultKind.GIBBERISH, 0.01,
            FaultKind.HANG, 0.01);
    Path out = folder.resolve("storm");
    Path models = folder.resolve("m.yaml");
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD.with(storm))) {
      Served.models(models, server, ", timeoutSeconds: 2, retries: 1");
      Ended ended = generate(out, models, "--samples", "40");
      assertEquals(0, ended.code(), ended.err());
      JsonNode run = run(out);
      assertEquals(40, run.path("accepted").asLong() + sum(run.path("bad")));
      assertTrue(sum(run.path("bad")) > 0, "one retry is too few for this storm: " + run);
      for (String reason : (Iterable<String>) run.path("bad")::fieldNames) {
        assertTrue(
            List.of(
                    "rate_limited",
                    "server_error",
                    "connection_failed",
                    "malformed_body",
                    "malformed_reply",
                    "not_a_picture",
                    "timed_out")
                .contains(reason),
            reason);
      }
    }
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD)) {
      Served.models(models, server, "");
      Ended replayed = Ended.of("generate", "--replay", out.toString());
      assertEquals(0, replayed.code(), replayed.err());
      assertEquals(40, run(out).path("accepted").asLong(), replayed.out());
      assertEquals(0, run(out).path("bad").size());
      assertFalse(Files.exists(out.resolve("bad/bad-00000.jsonl")), "no bad record is left");
      assertEquals(40, dialogues(out).lines().distinct().count());
      int asked = server.served().size();
      assertTrue(asked > 0 && asked < 40 * 6, "only what was missing: " + asked);
      String before = Files.readString(out.resolve("run.json"));
      assertEquals(0, generate(out, models, "--samples", "40", "--resume=always").code());
      assertEquals(asked, server.served().size(), "all of it was in the journal");
      assertEquals(before, Files.readString(out.resolve("run.json")));
    }
  }

  @Test
  void aDeadEndpointStopsTheRunAndItGoesOnWhenTheServerIsBack() throws Exception {
    Path out = folder.resolve("out");
    Path models = folder.resolve("m.yaml");
    int port;
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.ready(Duration.ofMillis(50)))) {
      port = server.port();
      Served.models(models, server, ", giveUpSeconds: 2, concurrency: 4");
      Thread end =
          new Thread(
              () -> {
                while (server.served().size() < 40) {
                  Thread.onSpinWait();
                }
                server.close();
              });
      end.start();
      long start = System.nanoTime();
      Ended ended = generate(out, models, "--samples", "60");
      assertEquals(Seir.FAILED, ended.code(), ended.out());
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 60);
      List<String> said = ended.err().lines().filter(l -> l.startsWith("seir: ")).toList();
      assertEquals(1, said.size(), ended.err());
      assertTrue(said.get(0).contains("has not answered"), ended.err());
      assertFalse(Files.exists(out.resolve("run.json")));
    }
    Ended unreachable = generate(out, models, "--samples", "60", "--resume=always");
    assertEquals(Seir.USAGE, unreachable.code());
    assertTrue(unreachable.err().contains("cannot be reached"), unreachable.err());
    try (EmbeddedServer server = EmbeddedServer.start(port, Behaviour.GOOD.ready(Duration.ZERO))) {
      Ended never = generate(out, models, "--samples", "60");
      assertEquals(Seir.USAGE, never.code());
      assertTrue(never.err().contains("--resume=always"), never.err());
      Ended changed = generate(out, models, "--samples", "59", "--resume=always");
      assertEquals(Seir.USAGE, changed.code());
      assertTrue(changed.err().contains("samples was 60, now 59"), changed.err());
      Ended ended = generate(out, models, "--samples", "60", "--resume=always");
      assertEquals(0, ended.code(), ended.err());
      assertEquals(60, run(out).path("accepted").asLong());
      assertTrue(server.served().size() <= 60 * 7 - 40, "what was done is not asked for again");
    }
  }

  /** Connections are still taken, by the operating system, and nothing is ever said. */
  @Test
  void aFrozenEndpointStopsTheRunToo() throws Exception {
    Path out = folder.resolve("out");
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.ready(Duration.ZERO).freezingAfter(40))) {
      Path models =
          Served.models(folder.resolve("m.yaml"), server, ", giveUpSeconds: 2, concurrency: 8");
      long start = System.nanoTime();
      Ended ended = generate(out, models, "--samples", "300");
      assertEquals(Seir.FAILED, ended.code(), ended.out());
      assertTrue(ended.err().contains("has not answered"), ended.err());
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 45, "not 120 s");
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "HUGE",
        "BOMB",
        "GIANT_PICTURE",
        "NOT_UTF8",
        "WRONG_TYPE",
        "SLOW",
        "TRUNCATE",
        "REFUSE"
      })
  void hostileRepliesEndInBadRecords(FaultKind kind) throws Exception {
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.ready(Duration.ZERO).with(Map.of(kind, 0.3)))) {
      Path out = folder.resolve("out");
      Path models =
          Served.models(folder.resolve("m.yaml"), server, ", timeoutSeconds: 1, retries: 0");
      generate(out, models, "--samples", "12");
      JsonNode run = run(out);
      assertEquals(12, run.path("accepted").asLong() + sum(run.path("bad")), run.toString());
      assertTrue(sum(run.path("bad")) > 0, run.toString());
    }
  }

  @Test
  void noKeyIsEverWritten() throws Exception {
    String key = System.getenv(KEY_VARIABLE);
    assertTrue(key != null && key.length() > 10, "the build sets " + KEY_VARIABLE);
    Path out = folder.resolve("out");
    Path models = folder.resolve("m.yaml");
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD.behind(key))) {
      Served.models(models, server, ", apiKeyEnv: " + KEY_VARIABLE);
      Ended ended = generate(out, models, "--samples", "3");
      assertEquals(0, ended.code(), ended.err());
      assertFalse(ended.out().contains(key) || ended.err().contains(key));
      Ended missing =
          generate(
              folder.resolve("no"),
              Served.models(folder.resolve("n.yaml"), server, ", apiKeyEnv: SEIR_NO_SUCH_KEY"));
      assertEquals(Seir.USAGE, missing.code());
      assertTrue(missing.err().contains("SEIR_NO_SUCH_KEY"), missing.err());
    }
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD.behind("another"))) {
      Served.models(models, server, ", apiKeyEnv: " + KEY_VARIABLE);
      Ended refused = generate(folder.resolve("refused"), models);
      assertEquals(Seir.USAGE, refused.code(), refused.err());
      assertTrue(refused.err().contains("[key]") && refused.err().contains(KEY_VARIABLE));
      assertFalse(refused.err().contains(key), refused.err());
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text =
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(key), file + " holds the key");
      }
    }
  }

  @Test
  void theBudgetIsKeptAndALargerOneGoesOn() throws Exception {
    String prices = ", prices: {promptMillion: 1000, completionMillion: 2000, image: 0.5}";
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD)) {
      Path models = Served.models(folder.resolve("m.yaml"), server, prices + ", concurrency: 4");
      Path whole = folder.resolve("whole");
      assertEquals(0, generate(whole, models, "--samples", "20").code());
      double cost = run(whole).path("cost").path("total").asDouble();
      assertEquals(cost / 20, run(whole).path("cost").path("perAccepted").asDouble(), 0.01);

      Path out = folder.resolve("out");
      double budget = cost / 2;
      Ended cut = generate(out, models, "--samples", "20", "--budget", Double.toString(budget));
      JsonNode run = run(out);
      assertTrue(run.path("bad").path("budget_reached").asLong() > 0, cut.out());
      double spent = run.path("cost").path("total").asDouble();
      assertTrue(spent >= budget && spent < budget + 4 * 1.5, spent + " of " + budget);
      assertTrue(cut.out().contains("--resume=always"), cut.out());

      Ended more =
          generate(
              out,
              models,
              "--samples",
              "20",
              "--resume=always",
              "--budget",
              Double.toString(cost + 1));
      assertEquals(0, more.code(), more.err());
      assertEquals(dialogues(whole), dialogues(out));
      assertEquals(cost, run(out).path("cost").path("total").asDouble(), 1e-9);
    }
    try (EmbeddedServer server =
        EmbeddedServer.start(0, Behaviour.GOOD.ready(Duration.ofMillis(20)))) {
      String free = ", prices: {promptMillion: 0, completionMillion: 0, image: 0}";
      Path models = Served.models(folder.resolve("p.yaml"), server, free);
      String file = Files.readString(models);
      Files.writeString(models, file.replaceAll("(?m)^(image.*)image: 0", "$1image: 1"));
      Path images = folder.resolve("images");
      Files.writeString(
          models,
          Files.readString(models).replaceAll("model: (judge-)?embedded", "$0, concurrency: 2"));
      generate(images, models, "--samples", "60", "--budget", "3");
      double spent = run(images).path("cost").path("total").asDouble();
      assertTrue(spent >= 3 && spent <= 3 + 2, "3 and two calls in flight: " + spent);

      Files.writeString(
          models,
          file.replaceAll("(?m)^(judge.*)promptMillion: 0", "$1promptMillion: 1000")
              .replaceAll("model: (judge-)?embedded", "$0, concurrency: 2"));
      Path judged = folder.resolve("judged");
      Ended cut = generate(judged, models, "--samples", "30", "--budget", "0.5");
      JsonNode run = run(judged);
      assertTrue(run.path("bad").path("budget_reached").asLong() > 0, run.toString());
      assertEquals(0, sum(run.path("unscored")), "an unjudged dialogue is not done");
      assertTrue(cut.out().contains("--resume=always"), cut.out());
    }
    Ended unpriced =
        Ended.of("generate", "--budget", "-1", "--out", folder.resolve("x").toString());
    assertEquals(Seir.USAGE, unpriced.code());
  }

  @Test
  void exactlyAsManyAsWantedPassAndTheLowestWin() throws Exception {
    Path fast = folder.resolve("fast");
    Path slow = folder.resolve("slow");
    String expression = "its>=4 && icc>=4";
    String[] gate = {"--samples", "10", "--accept", expression, "--max-attempts", "60"};
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD)) {
      Path models = Served.models(folder.resolve("m.yaml"), server, "");
      Ended ended = generate(fast, models, gate);
      assertEquals(0, ended.code(), ended.err());
      Served.models(models, server, ", concurrency: 2");
      assertEquals(0, generate(slow, models, gate).code());
    }
    assertEquals(dialogues(fast), dialogues(slow), "timing decides nothing");
    JsonNode run = run(fast);
    assertEquals(10, run.path("accepted").asLong());
    assertEquals(
        run.path("attempted").asLong(),
        10 + sum(run.path("rejected")) + sum(run.path("bad")),
        run.toString());
    long last = -1;
    for (String line : dialogues(fast).lines().toList()) {
      JsonNode dialogue = JsonCoder.mapper().readTree(line);
      assertTrue(dialogue.path("scores").get(0).path("ITS").asInt() >= 4);
      last = Math.max(last, number(dialogue));
    }
    long below = 0;
    try (Stream<Path> files = Files.list(fast.resolve("rejected"))) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode dialogue = JsonCoder.mapper().readTree(line);
          boolean surplus = dialogue.path("rejected").asText().equals("surplus");
          assertEquals(surplus, number(dialogue) > last && passes(dialogue), line);
          below += surplus ? 0 : 1;
        }
      }
    }
    assertTrue(below > 0, "the expression rejects some at this seed: " + run);
  }

  private static boolean passes(JsonNode dialogue) {
    JsonNode scores = dialogue.path("scores").get(0);
    return scores.path("ITS").asInt() >= 4 && scores.path("ICC").asInt() >= 4;
  }

  private static long number(JsonNode dialogue) {
    return Long.parseLong(dialogue.path("id").asText().replaceAll(".*-", ""));
  }

  @Test
  void tooFewThatPassIsAFailureThatCanBeGoneOnWith() throws Exception {
    Path out = folder.resolve("out");
    String[] base = {
      "generate", "--turns", "1", "--depth", "0", "--out", out.toString(), "--samples", "6"
    };
    Ended few = Ended.of(with(base, "--accept", "its==5 && iq==5", "--max-attempts", "6"));
    assertEquals(Seir.FAILED, few.code(), few.out());
    assertTrue(few.err().contains("--max-attempts"), few.err());
    long first = run(out).path("accepted").asLong();
    Ended more =
        Ended.of(
            with(base, "--accept", "its==5 && iq==5", "--max-attempts", "80", "--resume=always"));
    assertEquals(0, more.code(), more.err());
    assertNotEquals(first, run(out).path("accepted").asLong());
    String diversity = Files.readString(out.resolve("diversity.json"));
    assertDiversityIsOfAllWaves(out, JsonCoder.mapper().readTree(diversity));
    String[] again =
        with(base, "--accept", "its==5 && iq==5", "--max-attempts", "80", "--resume=always");
    assertEquals(0, Ended.of(again).code());
    assertEquals(diversity, Files.readString(out.resolve("diversity.json")), "resumed");
    for (String wrong : List.of("its>", "ists>4", "its", "its>=4; x", "random()>1", "its/tcc>=1")) {
      Ended refused =
          Ended.of("generate", "--out", folder.resolve("w").toString(), "--accept", wrong);
      assertEquals(Seir.USAGE, refused.code(), wrong);
    }
  }

  private static void assertDiversityIsOfAllWaves(Path out, JsonNode found) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      long waves =
          files.filter(file -> file.getFileName().toString().startsWith("dialogues-")).count();
      assertTrue(waves > 1, "dialogues passed in several waves");
    }
    Set<String> questions = new TreeSet<>();
    DataSetLines.read(
        out,
        line -> {
          questions.add(line.path("conversations").get(0).path("value").asText());
          return true;
        });
    assertEquals(6, found.path("samples").asLong());
    assertEquals(6, found.path("questions").path("texts").asLong());
    assertEquals(questions.size(), found.path("questions").path("different").asLong());
  }

  private static String[] with(String[] base, String... more) {
    return Stream.concat(Arrays.stream(base), Arrays.stream(more)).toArray(String[]::new);
  }
}
