package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.embedded.EmbeddedProvider;
import io.seir.kernels.HalfFloat;
import io.seir.model.ImageRequest;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code score} on the forms of data that are about: the same content has the same features. */
class ScoreRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLES = 60;

  /** Four things, each drawn in different scenes. */
  private static final List<String> THINGS =
      IntStream.range(0, SAMPLES)
          .mapToObj(i -> List.of("cat", "boat", "house", "apple").get(i % 4) + (i < 4 ? "" : i))
          .toList();

  @TempDir static Path folder;

  @BeforeAll
  static void draw() throws Exception {
    Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
    for (String thing : THINGS) {
      Files.write(
          folder.resolve(thing + ".png"),
          models.image().draw(new ImageRequest(text(thing), THINGS.indexOf(thing))).bytes());
    }
  }

  private static String text(String thing) {
    return "a " + thing.replaceAll("\\d", "") + " on a meadow";
  }

  private static Path score(String name, String... args) {
    Path out = folder.resolve("out-" + name);
    List<String> all = new ArrayList<>(List.of("score", "--out", out.toString()));
    all.addAll(List.of(args));
    if (all.contains("--data")) {
      all.add("--models=embedded");
    }
    Ended ended = Ended.of(all.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.err());
    return out;
  }

  private static List<JsonNode> lines(Path out) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve("features-00000.jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private static List<JsonNode> features(Path out) throws IOException {
    return lines(out).stream().map(line -> line.path("features")).toList();
  }

  @Test
  void theFormOfTheDataDoesNotMatter() throws Exception {
    List<String> pairs = new ArrayList<>();
    for (String thing : THINGS) {
      ObjectNode pair = JSON.createObjectNode();
      pair.put("text", text(thing)).put("image", thing + ".png").putArray("tags").add(7);
      pairs.add(pair.toString());
    }
    Files.write(folder.resolve("pairs.jsonl"), pairs);
    Path plain = score("pairs", "--data", folder.resolve("pairs.jsonl").toString());
    List<JsonNode> expected = features(plain);
    assertEquals(SAMPLES, expected.size());
    assertTrue(expected.get(0).path("answerCoverage").asDouble() > 0.3);
    ObjectNode line = (ObjectNode) lines(plain).get(1);
    assertEquals("line-2", line.path("id").asText(), "it had none");
    line.remove(List.of("features", "id", "model"));
    assertEquals(JSON.readTree(pairs.get(1)), line, "own keys are as they were");

    Path tar = folder.resolve("shard.tar");
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      for (String thing : THINGS) {
        member(out, "a/../" + thing + ".x.png", Files.readAllBytes(folder.resolve(thing + ".png")));
        member(out, "a/../" + thing + ".txt", text(thing).getBytes(StandardCharsets.UTF_8));
      }
    }
    assertEquals(expected, features(score("tar", "--data", tar.toString())));

    Path keyed = folder.resolve("keyed.tar");
    try (OutputStream file = Files.newOutputStream(keyed);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      for (String thing : THINGS) {
        byte[] picture = Files.readAllBytes(folder.resolve(thing + ".png"));
        String json = "{\"caption\": \"%s\", \"url\": \"https://x.org/1\"}".formatted(text(thing));
        member(out, thing + ".png", picture);
        member(out, thing + ".txt", text(thing).getBytes(StandardCharsets.UTF_8));
        member(out, thing + ".json", json.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertEquals(expected, features(score("keyed", "--data", keyed.toString())), "img2dataset's");

    for (TestTable.Form form : TestTable.Form.values()) {
      Path table = folder.resolve(form + ".parquet");
      TestTable.write(table, THINGS, ScoreRunsTest::text, folder, form);
      Path out = score(form.toString(), "--data", table.toString());
      List<JsonNode> found = features(out);
      assertEquals(
          expected,
          form.name().startsWith("MESSAGES")
              ? found.stream().map(turns -> turns.get(0)).toList()
              : found,
          form.toString());
      List<GenericRecord> rows = TestTable.read(out.resolve("features-00000.parquet"));
      assertEquals(SAMPLES, rows.size(), "a row per turn");
      assertNull(rows.get(1).get("captionCoverage"), "there is no caption");
      assertNull(rows.get(1).get("fault"));
      assertEquals(
          expected.get(1).path("answerCoverage").asDouble(), rows.get(1).get("answerCoverage"));
    }

    JsonNode ranks = JSON.readTree(Files.readString(plain.resolve("ranks.json")));
    assertEquals(SAMPLES, ranks.path("pairs").asInt());
    assertTrue(Files.exists(plain.resolve("features.png")));
    assertDiversityOfPictures(plain);
  }

  /** Beside sums over all pairs of rows, which are read here from their file. */
  private static void assertDiversityOfPictures(Path out) throws IOException {
    double[][] rows = halves(out.resolve("vectors/image-00000.npy"));
    assertEquals(SAMPLES, rows.length);
    double squares = 0;
    double nearest = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double best = -1;
      for (int j = 0; j < SAMPLES; j++) {
        double cosine = 0;
        for (int d = 0; d < rows[i].length; d++) {
          cosine += rows[i][d] * rows[j][d];
        }
        squares += cosine * cosine / SAMPLES / SAMPLES;
        best = i == j ? best : Math.max(best, cosine);
      }
      nearest += best / SAMPLES;
    }
    JsonNode found =
        JSON.readTree(Files.readString(out.resolve("diversity.json"))).path("imageRows");
    assertEquals(SAMPLES, found.path("rows").asInt());
    assertEquals(nearest, found.path("nearest").path("value").asDouble(), 1e-3);
    assertEquals(1 / squares, found.path("rke").path("value").asDouble(), 0.01 / squares);
    JsonNode vendi = found.path("vendi");
    assertTrue(vendi.path("value").asDouble() >= found.path("rke").path("value").asDouble());
    assertTrue(vendi.path("low").asDouble() < vendi.path("high").asDouble(), vendi.toString());
  }

  private static double[][] halves(Path npy) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + bytes.getShort(8);
    String shape = new String(bytes.array(), 10, header - 10, StandardCharsets.US_ASCII);
    Matcher size = Pattern.compile("\\((\\d+), (\\d+)\\)").matcher(shape);
    assertTrue(size.find(), shape);
    double[][] rows = new double[Integer.parseInt(size.group(1))][Integer.parseInt(size.group(2))];
    bytes.position(header);
    for (double[] row : rows) {
      for (int d = 0; d < row.length; d++) {
        row[d] = HalfFloat.toFloat(bytes.getShort());
      }
    }
    return rows;
  }

  private static void member(TarArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  @Test
  void dialoguesAndMissingThingsAreScored() throws Exception {
    JsonNode dialogue =
        JSON.readTree(
            """
            {"id": "d1", "topic": "a cat", "conversations": [
              {"from": "human", "value": "What is a cat?"},
              {"from": "gpt", "value": "A cat is small.", "caption": "a cat", "image": "cat.png"},
              {"from": "human", "value": "And again?"},
              {"from": "gpt", "value": "A cat is small.", "caption": "a cat", "image": "cat.png"}]}
            """);
    Path data = folder.resolve("mixed.jsonl");
    Files.write(
        data,
        List.of(
            dialogue.toString(),
            "{\"id\": \"no\", \"question\": \"Why?\", \"answer\": null}",
            "{\"id\": \"gone\", \"question\": \"Why?\", \"answer\": \"So.\", \"image\":"
                + " \"../x.png\"}"));
    Path out = score("mixed", "--data", data.toString());
    List<JsonNode> rows = lines(out);
    JsonNode turns = rows.get(0).path("features");
    assertFalse(turns.get(0).has("earlierAnswer"), "nothing was said before");
    assertEquals(1, turns.get(1).path("earlierAnswer").asDouble(), 1e-3, "said before");
    assertEquals(1, turns.get(1).path("earlierImage").asDouble(), 1e-3, "shown before");
    assertTrue(turns.get(0).path("topicAnswer").asDouble() > 0.3);
    assertEquals("{}", rows.get(1).path("features").toString(), "neither text nor picture");
    assertFalse(rows.get(1).has("fault"));
    assertEquals("picture_outside", rows.get(2).path("fault").asText());
    assertDiversityOfFew(JSON.readTree(Files.readString(out.resolve("diversity.json"))));
  }

  /** Two samples ask why; one shows the same picture twice, and says the same. */
  private static void assertDiversityOfFew(JsonNode found) {
    assertEquals(3, found.path("samples").asInt());
    assertEquals(4, found.path("questions").path("texts").asInt());
    assertEquals(3, found.path("questions").path("different").asInt());
    assertEquals(0.5, found.path("questions").path("repeated").asDouble());
    assertEquals(3, found.path("answers").path("texts").asInt());
    assertEquals(2, found.path("answers").path("different").asInt());
    assertEquals(0, found.path("answers").path("repeated").asDouble(-1));
    assertEquals(1, found.path("topics").path("levels").size());
    assertFalse(found.path("topics").has("unlisted"), "no topics were listed");
    assertFalse(found.has("templates"));
    JsonNode pictures = found.path("imageRows");
    assertEquals(2, pictures.path("rows").asInt());
    assertEquals(1, pictures.path("vendi").path("value").asDouble(), 1e-3);
    assertEquals(1, pictures.path("rke").path("value").asDouble(), 1e-3);
    assertEquals(1, pictures.path("nearest").path("value").asDouble(), 1e-3);
    assertFalse(pictures.path("vendi").has("low"), "no interval of two rows");
  }

  @Test
  void embeddingsThatAreThereAreScored() throws Exception {
    Path text = npy("t", new float[][] {{1, 0}, {0, 1}, {0.6f, 0.8f}});
    Path image = npy("i", new float[][] {{1, 0}, {0.6f, 0.8f}, {0, 1}});
    Path out = score("npy", "--embeddings", text + "," + image);
    List<JsonNode> features = features(out);
    assertEquals(1, features.get(0).path("answerImage").asDouble());
    assertEquals(0.8, features.get(1).path("answerImage").asDouble(), 1e-4);
    List<String> ranks = Files.readAllLines(out.resolve("ranks-00000.jsonl"));
    assertEquals(1, JSON.readTree(ranks.get(0)).path("imageRank").asInt());
    assertEquals(2, JSON.readTree(ranks.get(1)).path("imageRank").asInt());
    Ended ended =
        Ended.of(
            "score", "--embeddings", text + "," + folder.resolve("cat.png"), "--out", out + "x");
    assertEquals(2, ended.code());
    assertTrue(ended.err().contains("is not a .npy file"), ended.err());

    Path longer = npy("longer", new float[][] {{3, 0}, {0, 0.5f}, {6, 8}});
    assertEquals(features, features(score("longer", "--embeddings", longer + "," + image)));
    Path zeros = npy("zeros", new float[][] {{1, 0}, {0, 0}, {0, 1}});
    Ended refused = Ended.of("score", "--embeddings", zeros + "," + image, "--out", out + "zeros");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("row 1 is all zeros"), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
  }

  private static Path npy(String name, float[][] rows) throws IOException {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(rows.length, rows[0].length);
    header += " ".repeat(64 - (10 + header.length() + 1) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 4 * rows.length * rows[0].length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    bytes.put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (float[] row : rows) {
      for (float number : row) {
        bytes.putFloat(number);
      }
    }
    return Files.write(folder.resolve(name + ".npy"), bytes.array());
  }

  /** Addresses are not fetched; a sample without a picture stays a sample. */
  @Test
  void whatCannotBeSeenIsSaid() throws Exception {
    Path data = folder.resolve("addresses.jsonl");
    Files.writeString(
        data,
        "{\"id\": \"far\", \"TEXT\": \"a cat\", \"URL\": \"https://example.org/cat.png\"}\n"
            + "{\"id\": \"plain\", \"text\": \"a cat\"}\n");
    Path out = folder.resolve("out-addresses");
    Ended ended =
        Ended.of("score", "--models=embedded", "--data", data.toString(), "--out", out.toString());
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("1 with picture_is_an_address"), ended.out());
    assertTrue(ended.out().contains("are not fetched: download the pictures first"), ended.out());
    List<JsonNode> rows = lines(out);
    assertEquals("picture_is_an_address", rows.get(0).path("fault").asText());
    assertFalse(rows.get(0).path("features").has("answerImage"));
    assertFalse(rows.get(1).has("fault"));
    JsonNode summary = JSON.readTree(Files.readString(out.resolve("features.json")));
    assertFalse(summary.path("features").has("answerImage"), "no mean of nothing");
    assertTrue(summary.path("features").has("answerTokens"));
  }

  /** What is wrong with one sample of a container is its fault, not the run's. */
  @Test
  void oneBadSampleIsKeptAndNamed() throws Exception {
    Path tar = folder.resolve("mixed.tar");
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      member(out, "good.png", Files.readAllBytes(folder.resolve("cat.png")));
      member(out, "good.txt", text("cat").getBytes(StandardCharsets.UTF_8));
      member(out, "long.png", Files.readAllBytes(folder.resolve("cat.png")));
      member(out, "long.txt", "x".repeat(150_000).getBytes(StandardCharsets.UTF_8));
      member(out, "broken.png", new byte[] {1, 2, 3});
      member(out, "broken.txt", text("cat").getBytes(StandardCharsets.UTF_8));
    }
    List<JsonNode> rows = lines(score("mixedtar", "--data", tar.toString()));
    assertEquals(3, rows.size());
    assertFalse(rows.get(0).has("fault"));
    assertTrue(rows.get(1).path("fault").asText().contains("over 100000 characters"));
    assertEquals("not_a_picture", rows.get(2).path("fault").asText());
  }

  /** Line ends and marks of other systems; a file cat'ed behind another without a line end. */
  @Test
  void linesAreWhatStandsBetweenLineFeeds() throws Exception {
    Path data = folder.resolve("windows.jsonl");
    String one = "{\"text\": \"a cat\", \"image\": \"cat.png\"}";
    Files.writeString(data, "\uFEFF" + one + "\r\r\n" + one + "\r\r\n\r\n" + one);
    assertEquals(3, lines(score("windows", "--data", data.toString())).size());
    Files.writeString(data, one + "\n" + one + one + "\n");
    Ended ended =
        Ended.of(
            "score",
            "--models=embedded",
            "--data",
            data.toString(),
            "--out",
            folder.resolve("out-cat").toString());
    assertEquals(2, ended.code());
    assertTrue(ended.err().contains("windows.jsonl line 2: not JSON"), ended.err());
  }

  @Test
  void whatIsNoDataIsNamed() throws Exception {
    Path tar = folder.resolve("empty.tar");
    Files.write(tar, new byte[1024]);
    Path parquet = folder.resolve("no.parquet");
    Files.writeString(parquet, "PAR1 no table PAR1");
    for (Path bad : List.of(tar, parquet, folder.resolve("nothere.jsonl"))) {
      Ended ended =
          Ended.of(
              "score", "--data", bad.toString(), "--out", folder.resolve("out-bad").toString());
      assertEquals(2, ended.code(), ended.err());
      assertTrue(ended.err().contains(bad.getFileName().toString()), ended.err());
    }
    assertFalse(Files.exists(folder.resolve("out-bad")));
  }
}
