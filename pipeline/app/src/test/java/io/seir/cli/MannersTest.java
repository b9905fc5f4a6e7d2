package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import io.seir.serve.Behaviour;
import io.seir.serve.EmbeddedServer;
import io.seir.serve.Manner;
import io.seir.serve.Served;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The method behind servers with the manners of real models, through real HTTP. */
class MannersTest {
  private static final int SAMPLES = 6;
  private static final String ENTITIES = "They play R&B, <b>loud</b>, \"live\" & &amp; 🎷.";

  @TempDir Path folder;

  private Path generate(EmbeddedServer server, String... more) throws IOException {
    Path models = Served.models(folder.resolve("m.yaml"), server, "");
    Path out = folder.resolve("out");
    List<String> line = new ArrayList<>(List.of("generate", "--out=" + out, "--models=" + models));
    String[] usual = {"--turns=1", "--depth=3", "--samples=" + SAMPLES};
    line.addAll(Arrays.asList(more.length == 0 ? usual : more));
    line.add("--seed=7");
    Ended ended = Ended.of(line.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.out() + ended.err());
    return out;
  }

  private Path generate(Map<Manner, Double> manners, String... more) throws IOException {
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD.mannered(manners))) {
      return generate(server, more);
    }
  }

  private static JsonNode run(Path out) throws IOException {
    return JsonCoder.mapper().readTree(out.resolve("run.json").toFile());
  }

  private static List<JsonNode> dialogues(Path out) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("dialogues-00000.jsonl"))) {
      lines.add(JsonCoder.mapper().readTree(line));
    }
    return lines;
  }

  /** Every refinement of a data set. */
  private static List<JsonNode> refinements(Path out) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode line : dialogues(out)) {
      line.path("lineage").forEach(turn -> turn.forEach(all::add));
    }
    return all;
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private static boolean accepts(JsonNode round) {
    return round.path("assessment").path("suggestion").path("decision").asText().equals("accept");
  }

  @Test
  void behindFlatRatingsAnAcceptedRevisionGoesOn() throws Exception {
    int revised = 0;
    for (JsonNode made : refinements(generate(Map.of(Manner.FLAT, 1.0)))) {
      JsonNode rounds = made.path("rounds");
      JsonNode last = rounds.path(rounds.size() - 1);
      assertEquals(4, last.path("assessment").path("rating").asDouble());
      if (accepts(last)) {
        assertEquals(rounds.size() - 1, made.path("chosen").asInt(), made.toString());
        assertEquals("ACCEPTED", made.path("decidedBy").asText());
        revised += rounds.size() > 1 ? 1 : 0;
      }
    }
    assertTrue(revised > 2, revised + " accepted revisions");
  }

  @Test
  void behindACriticThatNeverAcceptsTheLatestOfEqualRoundsGoesOn() throws Exception {
    Map<Manner, Double> manners = Map.of(Manner.NEVER_ACCEPTS, 1.0, Manner.FLAT, 1.0);
    try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD.mannered(manners))) {
      Path models = Served.models(folder.resolve("m.yaml"), server, "");
      Files.writeString( // the models file names no encoder, so that none is trusted
          models, Files.readString(models).replaceAll("(?m)^(encoder|judgeEncoder).*\n", ""));
      Path out = folder.resolve("blind");
      Ended ended =
          Ended.of(
              "generate",
              "--out=" + out,
              "--models=" + models,
              "--samples=12",
              "--turns=1",
              "--depth=2",
              "--seed=7");
      assertEquals(0, ended.code(), ended.err());
      assertTrue(ended.err().contains("the models file names no encoder"), ended.err());
      assertEquals(12, run(out).path("accepted").asInt());
      assertTrue(run(out).path("cautions").size() >= 2, run(out).toString());
      for (JsonNode made : refinements(out)) {
        assertEquals(3, made.path("rounds").size());
        assertEquals(2, made.path("chosen").asInt(), made.toString());
        assertEquals("LATER", made.path("decidedBy").asText());
      }
      for (JsonNode line : dialogues(out)) {
        JsonNode features = line.path("features").path(0);
        assertTrue(features.has("sharpness"), "of the pixels alone: " + features);
        assertFalse(features.has("answerImage"), features.toString());
        assertFalse(features.has("questionAnswer"), features.toString());
      }
    }
  }

  /** A server that draws no scene of ours but test cards, as JPEG, like somebody's image model. */
  private static HttpServer testCards(Set<String> drawn) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/models",
        exchange -> send(exchange, "{\"object\":\"list\",\"data\":[{\"id\":\"cards\"}]}"));
    server.createContext(
        "/v1/images/generations",
        exchange -> {
          Random random = new Random(Arrays.hashCode(exchange.getRequestBody().readAllBytes()));
          BufferedImage card = new BufferedImage(256, 256, BufferedImage.TYPE_3BYTE_BGR);
          for (int i = 0; i < 256 * 256; i++) { // bars of a test card under a film's grain
            int bar = 0xFFFFFF & ~((i % 256 / 32) * 0x1F3F7F);
            card.setRGB(i % 256, i / 256, bar ^ (random.nextInt(32) * 0x010101));
          }
          ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
          ImageIO.write(card, "jpg", jpeg);
          drawn.add(new Picture(jpeg.toByteArray()).sha256());
          String picture = Base64.getEncoder().encodeToString(jpeg.toByteArray());
          send(exchange, "{\"created\":1,\"data\":[{\"b64_json\":\"" + picture + "\"}]}");
        });
    server.start();
    return server;
  }

  private static void send(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /**
   * No feature of the embedded encoder is written for pictures that it has never seen the like of.
   */
  @Test
  void picturesOfARealImageModelGetNoEmbeddedFeatures() throws Exception {
    Set<String> drawn = ConcurrentHashMap.newKeySet();
    HttpServer cards = testCards(drawn);
    try {
      Path models = folder.resolve("cards.yaml");
      Files.writeString(
          models,
          "image: {provider: openai, model: cards, baseUrl: \"http://127.0.0.1:"
              + cards.getAddress().getPort()
              + "/v1\"}\n");
      Path out = folder.resolve("cards");
      Ended ended =
          Ended.of(
              "generate",
              "--out=" + out,
              "--models=" + models,
              "--samples=4",
              "--turns=1",
              "--depth=1");
      assertEquals(0, ended.code(), ended.err());
      assertTrue(ended.err().contains("the models file names no encoder"), ended.err());
      for (JsonNode line : dialogues(out)) {
        String image = line.path("conversations").path(1).path("image").asText();
        assertTrue(drawn.stream().anyMatch(image::contains), "a test card: " + image);
        List<String> features = new ArrayList<>();
        line.path("features").path(0).fieldNames().forEachRemaining(features::add);
        assertEquals(
            Set.of("sharpness", "noise", "contrast", "clipped", "colourfulness", "blockiness"),
            Set.copyOf(features),
            "of the pixels alone");
        for (JsonNode round : line.path("lineage").path(0).path("image").path("rounds")) {
          assertFalse(round.has("fit"), "no encoder chose: " + round);
        }
      }
    } finally {
      cards.stop(0);
    }
  }

  @Test
  void aCriticThatAcceptsAtOnceChangesNothing() throws Exception {
    for (JsonNode made : refinements(generate(Map.of(Manner.ACCEPTS, 1.0)))) {
      assertEquals(1, made.path("rounds").size());
    }
  }

  @Test
  void refusedReviewsCostNoDialogueAndAreCounted() throws Exception {
    Path out =
        generate(
            Map.of(Manner.REFUSES_REVIEWS, 0.33),
            "--turns=1",
            "--history-images=0",
            "--samples=" + SAMPLES);
    JsonNode run = run(out);
    assertEquals(SAMPLES, run.path("accepted").asInt(), run.toString());
    long unreviewed = 0;
    for (JsonNode stage : run.path("stages")) {
      unreviewed += sum(stage.path("unreviewed"));
      assertEquals(stage.path("stops").path("UNREVIEWED").asLong(), sum(stage.path("unreviewed")));
    }
    long told =
        refinements(out).stream().filter(m -> m.path("stop").asText().equals("UNREVIEWED")).count();
    assertEquals(told, unreviewed);
    assertTrue(unreviewed > SAMPLES / 3, unreviewed + " unreviewed");
    Predicate<JsonNode> named = m -> !m.path("fault").asText().isEmpty();
    assertEquals(told, refinements(out).stream().filter(named).count());
  }

  @Test
  void onlyRefusedFirstDraftsMakeBadRecords() throws Exception {
    Path out =
        generate(Map.of(Manner.REFUSES_DRAFTS, 0.1), "--turns=1", "--depth=1", "--samples=30");
    JsonNode run = run(out);
    long bad = sum(run.path("bad"));
    assertEquals(30, run.path("accepted").asLong() + bad);
    assertTrue(bad > 0 && bad < 15, run.toString());
    Set<String> stages = new HashSet<>();
    for (String line : Files.readAllLines(out.resolve("bad/bad-00000.jsonl"))) {
      stages.add(JsonCoder.mapper().readTree(line).path("stage").asText());
    }
    assertTrue(Set.of("question", "answer").containsAll(stages), stages.toString());
  }

  @ParameterizedTest
  @EnumSource(names = {"CHATTY", "FOREIGN", "LONG_WINDED"})
  void theirWordsAreUnderstood(Manner manner) throws Exception {
    Path out = generate(Map.of(manner, 1.0));
    JsonNode run = run(out);
    assertEquals(SAMPLES, run.path("accepted").asInt(), run.toString());
    for (JsonNode stage : run.path("stages")) {
      assertEquals(0, stage.path("unreviewed").size() + stage.path("unrevised").size());
    }
    long accepted =
        refinements(out).stream().filter(m -> m.path("stop").asText().equals("ACCEPTED")).count();
    int expected = manner == Manner.LONG_WINDED ? 1 : SAMPLES;
    assertTrue(accepted >= expected, accepted + " accepted: " + run);
  }

  /** What models say comes out as it went in, through prompts, replies and history. */
  @Test
  void entitiesTagsAndEmojiComeOutAsTheyWentIn() throws Exception {
    Path topics = folder.resolve("topics.txt");
    Files.writeString(topics, "a cat & a dog who play R&B <b>live</b> &amp; \"loud\" 🎷\n");
    Path out =
        generate(Map.of(Manner.ENTITIES, 1.0), "--topics=" + topics, "--turns=2", "--samples=4");
    assertEquals(4, run(out).path("accepted").asInt());
    for (JsonNode line : dialogues(out)) {
      assertEquals(
          "a cat & a dog who play R&B <b>live</b> &amp; \"loud\" 🎷", line.path("topic").asText());
      for (JsonNode said : line.path("conversations")) {
        assertTrue(said.path("value").asText().contains(ENTITIES), said.toString());
        assertFalse(said.path("value").asText().contains("&lt;"), said.toString());
        assertFalse(said.path("value").asText().contains("&amp;amp;"), said.toString());
      }
    }
  }

  /** A topic is checked before anything is spent on it, texts and pictures when they are final. */
  @Test
  void whatASafetyModelObjectsToIsDroppedOrMarked() throws Exception {
    Path topics = folder.resolve("topics.txt");
    Files.writeString(topics, "a cat\na cat with a bomb\na dog, ann@example.org\n");
    for (String unsafe : List.of("drop", "mark")) {
      try (EmbeddedServer server = EmbeddedServer.start(0, Behaviour.GOOD)) {
        Path models = Served.models(folder.resolve("m.yaml"), server, "");
        Files.writeString(
            models,
            Files.readString(models)
                + "safety: {provider: openai, baseUrl: \""
                + server.baseUrl()
                + "\", model: embedded}\n");
        Path out = folder.resolve(unsafe);
        Ended ended =
            Ended.of(
                "generate",
                "--out=" + out,
                "--models=" + models,
                "--topics=" + topics,
                "--samples=9",
                "--turns=1",
                "--depth=0",
                "--unsafe=" + unsafe);
        assertEquals(0, ended.code(), ended.err());
        JsonNode run = run(out);
        assertTrue(run.path("safety").path("checked").path("image").asBoolean());
        assertTrue(run.path("bad").path("unsafe_topic").asInt() > 0, run.toString());
        for (String line : Files.readAllLines(out.resolve("bad/bad-00000.jsonl"))) {
          JsonNode bad = JsonCoder.mapper().readTree(line);
          assertEquals("safety", bad.path("stage").asText());
          assertEquals(0, bad.path("usage").path("question").size(), "nothing was spent: " + bad);
        }
        assertTrue(run.path("safety").path("flags").path("personal:email").asInt() > 0);
        long flagged = dialogues(out).stream().filter(line -> line.has("flags")).count();
        assertEquals(flagged, run.path("safety").path("flags").path("personal:email").asLong());
      }
    }
  }

  /** Whatever the manner, a run that was cut short goes on and pays for nothing again. */
  @ParameterizedTest
  @EnumSource(names = {"CHATTY", "REFUSES_REVIEWS"})
  void nothingIsPaidTwice(Manner manner) throws Exception {
    Behaviour mannered =
        Behaviour.GOOD.mannered(Map.of(manner, manner == Manner.CHATTY ? 1.0 : 0.3));
    Path whole;
    int port;
    try (EmbeddedServer server = EmbeddedServer.start(0, mannered)) {
      port = server.port();
      whole = Files.move(generate(server), folder.resolve("whole"));
    }
    Path models = folder.resolve("m.yaml");
    Files.writeString(
        models,
        Files.readString(models)
            .replace("}", ", giveUpSeconds: 1, concurrency: 4}")
            .replaceAll("(?m)^(encoder|judgeEncoder).*$", "$1: {provider: embedded}"));
    String[] line = {
      "generate",
      "--out=" + folder.resolve("out"),
      "--models=" + models,
      "--samples=" + SAMPLES,
      "--turns=1",
      "--depth=3",
      "--seed=7",
      "--resume=if-possible"
    };
    try (EmbeddedServer server = EmbeddedServer.start(port, mannered.freezingAfter(60))) {
      assertEquals(1, Ended.of(line).code());
    }
    Files.writeString( // another process, which has not waited for the server that is gone
        models, Files.readString(models).replace("concurrency: 4", "concurrency: 5"));
    try (EmbeddedServer server = EmbeddedServer.start(port, mannered)) {
      Ended ended = Ended.of(line);
      assertEquals(0, ended.code(), ended.err());
      assertEquals(1, Collections.max(server.served().values()), "no call was made twice");
    }
    Path out = folder.resolve("out");
    assertEquals(dialogues(whole), dialogues(out));
    assertEquals(run(whole).path("usage"), run(out).path("usage"));
  }
}
