package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ImageRequest;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dedup} finds what was planted, and nothing else. */
class DedupRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> THINGS = List.of("cat", "boat", "house", "apple", "bicycle");

  @TempDir static Path folder;
  private static Path data = Path.of("");
  private static Path vectors = Path.of("");

  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void plant() throws Exception {
    Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
    for (String thing : THINGS) {
      byte[] picture = models.image().draw(new ImageRequest("a " + thing, 3)).bytes();
      Files.write(folder.resolve(thing + ".png"), picture);
      line(thing, question(thing), answer(thing), thing + ".png", 3);
    }
    line("cat-again", question("cat"), " " + answer("cat"), "cat.png", 5);
    BufferedImage boat =
        ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(folder.resolve("boat.png"))));
    ImageIO.write(boat, "jpg", folder.resolve("boat.jpg").toFile());
    line("boat-jpeg", question("boat"), answer("boat"), "boat.jpg", 3);
    line(
        "house-text", "Has a duck <script>alert(1)</script> wings?", "A duck has.", "house.png", 3);
    line("apple-picture", question("apple"), answer("apple"), "bicycle.png", 3);
    data = Files.write(folder.resolve("planted.jsonl"), LINES);
    vectors = folder.resolve("features");
    Ended scored =
        Ended.of("score", "--no-ranks", "--models=embedded", "--data=" + data, "--out=" + vectors);
    assertEquals(0, scored.code(), scored.err());
  }

  private static String question(String thing) {
    return "What is there to know about a " + thing + " and those who have one?";
  }

  private static String answer(String thing) {
    return "There is much to know about a " + thing + ", such as where it is found and by whom.";
  }

  private static void line(String id, String question, String answer, String image, int score) {
    ObjectNode line = JSON.createObjectNode().put("id", id).put("question", question);
    line.put("answer", answer).put("image", image).put("mine", 7);
    ObjectNode scores = line.putObject("synjudge");
    List.of("TCC", "ICC", "IQ", "ITS").forEach(scale -> scores.put(scale, score));
    LINES.add(line.toString());
  }

  private static Path dedup(String name, String... args) {
    Path out = folder.resolve("out-" + name);
    Ended ended = run(out, args);
    assertEquals(0, ended.code(), ended.err());
    return out;
  }

  private static Ended run(Path out, String... args) {
    List<String> all = new ArrayList<>(List.of("dedup", "--out=" + out));
    all.addAll(List.of(args));
    return Ended.of(all.toArray(String[]::new));
  }

  private static List<JsonNode> lines(Path out, String prefix) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      List<Path> own =
          files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
      for (Path file : own) {
        for (String line : Files.readAllLines(file)) {
          lines.add(JSON.readTree(line));
        }
      }
    }
    return lines;
  }

  private static Map<String, List<String>> clusters(Path out) throws IOException {
    Map<String, List<String>> clusters = new TreeMap<>();
    for (JsonNode cluster : lines(out, "clusters-")) {
      List<String> dropped = new ArrayList<>();
      cluster.path("duplicates").forEach(one -> dropped.add(one.at("/sample/id").asText()));
      clusters.put(cluster.at("/kept/id").asText(), dropped);
    }
    return clusters;
  }

  private static List<String> ids(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("id").asText()).toList();
  }

  @Test
  void whatWasPlantedIsFoundAndADataSetWrittenWithoutIt() throws Exception {
    Path out = dedup("all", "--data=" + data, "--vectors=" + vectors, "--write");
    assertEquals(
        Map.of("cat-again", List.of("cat"), "boat", List.of("boat-jpeg")),
        clusters(out),
        "the better judged cat is kept, and the earlier of equal boats");
    List<String> kept =
        List.of("boat", "house", "apple", "bicycle", "cat-again", "house-text", "apple-picture");
    assertEquals(kept, ids(lines(out, "keep-")));
    List<JsonNode> written = lines(out, "dialogues-");
    assertEquals(kept, ids(written));
    for (JsonNode line : written) {
      assertEquals(7, line.path("mine").asInt(), "own keys stay");
      assertTrue(Files.exists(out.resolve(line.path("image").asText())), line.toString());
    }
    JsonNode summary = JSON.readTree(Files.readString(out.resolve("duplicates.json")));
    assertEquals(9, summary.path("samples").asInt());
    assertEquals(2, summary.path("dropped").asInt());
    assertEquals(1, summary.at("/droppedBy/exact").asInt());
    assertEquals(1, summary.at("/droppedBy/hashes").asInt());
    assertEquals(8, nearest(out), "every turn but the first has a nearest earlier one");
    String page = Files.readString(out.resolve("duplicates.html"));
    assertTrue(page.contains("cat-again"), page);
    assertFalse(page.contains("<script>alert"), "texts are data");
    assertEquals(LINES, Files.readAllLines(data), "what was read is as it was");

    Path again = dedup("again", "--data=" + out);
    assertEquals(Map.of(), clusters(again), "nothing is left to find");
  }

  @Test
  void kindsMayBeChosen() throws Exception {
    assertEquals(
        Map.of(
            "cat-again", List.of("cat"),
            "boat", List.of("boat-jpeg"),
            "house", List.of("house-text"),
            "bicycle", List.of("apple-picture")),
        clusters(dedup("image", "--data=" + data, "--by=image")));
    assertEquals(
        Map.of(
            "cat-again", List.of("cat"),
            "boat", List.of("boat-jpeg"),
            "apple", List.of("apple-picture")),
        clusters(dedup("text", "--data=" + data, "--by=text")));
  }

  /** Of the cats, only one is scored 3, so it repeats no other; the boats both are. */
  @Test
  void onlySamplesThatMeetTheConditionAreCompared() throws Exception {
    String where = "--where=its<=3 && id!=\"house-text\"";
    List<String> left = List.of("cat", "boat", "house", "apple", "bicycle", "apple-picture");
    Path hashes = dedup("where", "--data=" + data, where, "--write");
    assertEquals(Map.of("boat", List.of("boat-jpeg")), clusters(hashes));
    assertEquals(left, ids(lines(hashes, "keep-")));
    assertEquals(left, ids(lines(hashes, "dialogues-")));
    JsonNode summary = JSON.readTree(Files.readString(hashes.resolve("duplicates.json")));
    assertEquals(7, summary.path("samples").asInt());
    assertEquals(6, JSON.readTree(hashes.resolve("run.json").toFile()).path("accepted").asInt());

    Path part = folder.resolve("features-part");
    Ended scored =
        Ended.of(
            "score", "--no-ranks", "--models=embedded", "--data=" + data, where, "--out=" + part);
    assertEquals(0, scored.code(), scored.err());
    Path rows = dedup("where-rows", "--data=" + data, where, "--vectors=" + part);
    assertEquals(left, ids(lines(rows, "keep-")));
    assertEquals(6, nearest(rows), "every turn but the first has a nearest earlier one");

    String others = "--where=id!=\"cat\" && id!=\"boat\""; // as many turns
    for (Path wrong : List.of(vectors, part)) {
      Ended refused =
          run(folder.resolve("where-wrong"), "--data=" + data, others, "--vectors=" + wrong);
      assertEquals(Seir.USAGE, refused.code(), refused.err());
      assertTrue(refused.err().contains("not of the samples that meet --where"), refused.err());
    }
    Path own = folder.resolve("where-own");
    Ended beside = run(own, "--data=" + vectors, "--images=" + folder, where);
    assertEquals(0, beside.code(), beside.err());
    assertTrue(beside.err().contains("also cover samples that do not meet"), beside.err());
    assertEquals(left, ids(lines(own, "keep-")));
  }

  private static int nearest(Path out) throws IOException {
    JsonNode summary = JSON.readTree(Files.readString(out.resolve("duplicates.json")));
    int sum = 0;
    for (JsonNode count : summary.at("/nearest").iterator().next()) {
      sum += count.asInt();
    }
    return sum;
  }

  @Test
  void theFormOfTheDataDoesNotMatterAndARunIsGoneOnWith() throws Exception {
    Path tar = folder.resolve("planted.tar");
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      for (String line : LINES) {
        JsonNode sample = JSON.readTree(line);
        String id = sample.path("id").asText();
        String image = sample.path("image").asText();
        member(
            out,
            id + image.substring(image.indexOf('.')),
            Files.readAllBytes(folder.resolve(image)));
        member(out, id + ".txt", sample.path("answer").asText().getBytes(StandardCharsets.UTF_8));
      }
    }
    Path out = dedup("tar", "--data=" + tar);
    assertEquals(Map.of("cat", List.of("cat-again"), "boat", List.of("boat-jpeg")), clusters(out));
    Map<String, String> before = files(out);
    assertTrue(before.keySet().stream().anyMatch(name -> name.startsWith("shown/")), "thumbnails");
    dedup("tar", "--data=" + tar, "--resume=always");
    assertEquals(before, files(out));
  }

  private static void member(TarArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private static Map<String, String> files(Path out) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString();
        if (!name.startsWith(".seir/lock") && !name.endsWith(".png")) {
          files.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }

  private static Path npy(String name, float[]... rows) throws IOException {
    String header =
        String.format(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, 2), }%20s%n", rows.length, "");
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + 8 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (float[] row : rows) {
      out.putFloat(row[0]).putFloat(row[1]);
    }
    return Files.write(folder.resolve(name), out.array());
  }

  private static String mask(Path out) throws IOException {
    byte[] bytes = Files.readAllBytes(out.resolve("keep.npy"));
    int length = (bytes[8] & 255) + 256 * (bytes[9] & 255);
    String header = new String(bytes, 10, length, StandardCharsets.US_ASCII);
    assertTrue(header.startsWith("{'descr': '|b1'"), header);
    StringBuilder mask = new StringBuilder();
    for (int i = 10 + length; i < bytes.length; i++) {
      mask.append(bytes[i]);
    }
    return mask.toString();
  }

  @Test
  void rowsAloneHaveAMaskOfWhatToKeep() throws Exception {
    Path rows =
        npy(
            "rows.npy",
            new float[] {1, 0},
            new float[] {0, 2},
            new float[] {3, 0.1f},
            new float[] {-1, 0},
            new float[] {0.1f, 5});
    assertEquals("11010", mask(dedup("rows", "--rows=" + rows, "--row-cosine=0.99")));
    Path equal = npy("equal.npy", new float[] {1, 1}, new float[] {1, 1}, new float[] {2, 2});
    assertEquals("100", mask(dedup("equal", "--rows=" + equal)));
    assertEquals("1", mask(dedup("one", "--rows=" + npy("one.npy", new float[] {1, 1}))));
  }

  @Test
  void badInputIsOneLine() throws Exception {
    Map<String, List<String>> refused = new TreeMap<>();
    refused.put("give either --data or --rows", List.of());
    refused.put("--by takes image, question, answer", List.of("--data=" + data, "--by=smell"));
    refused.put("a cosine must be from -1 to 1", List.of("--data=" + data, "--image-cosine=2"));
    refused.put("--where works only with --data", List.of("--rows=" + data, "--where=its>=4"));
    refused.put("works only with --rows", List.of("--data=" + data, "--row-cosine=0.5"));
    refused.put(
        "contains no rows (no vectors.json)", List.of("--data=" + data, "--vectors=" + folder));
    refused.put(
        "the vectors cover 9 turns, but --data has 5",
        List.of(
            "--data=" + Files.write(folder.resolve("part.jsonl"), LINES.subList(0, 5)),
            "--vectors=" + vectors));
    refused.put(
        "not finite",
        List.of("--rows=" + npy("nan.npy", new float[] {1, 0}, new float[] {0, Float.NaN})));
    refused.put(
        "all zeros", List.of("--rows=" + npy("zero.npy", new float[] {1, 0}, new float[] {0, 0})));
    refused.put("contains no rows", List.of("--rows=" + npy("none.npy")));
    int number = 0;
    for (Map.Entry<String, List<String>> one : refused.entrySet()) {
      Ended ended = run(folder.resolve("bad-" + number++), one.getValue().toArray(String[]::new));
      assertTrue(ended.code() != 0, one.getKey());
      assertTrue(ended.err().contains(one.getKey()), ended.err());
      assertFalse(ended.err().contains("\tat "), ended.err());
    }
  }

  @Test
  void aShardThatWasLostOrCutIsToldOf() throws Exception {
    Path broken = folder.resolve("broken");
    Files.createDirectories(broken.resolve("vectors"));
    try (Stream<Path> files = Files.list(vectors.resolve("vectors"))) {
      for (Path file : files.toList()) {
        Files.copy(file, broken.resolve("vectors").resolve(file.getFileName()));
      }
    }
    Path shard = broken.resolve("vectors/answer-00000.npy");
    byte[] whole = Files.readAllBytes(shard);
    Files.write(shard, Arrays.copyOf(whole, whole.length - 8));
    Ended cut = run(folder.resolve("cut"), "--data=" + data, "--vectors=" + broken, "--by=answer");
    assertEquals(2, cut.code(), cut.err());
    assertTrue(cut.err().contains("answer-00000.npy"), cut.err());
    Files.delete(shard);
    Ended lost =
        run(folder.resolve("lost"), "--data=" + data, "--vectors=" + broken, "--by=answer");
    assertEquals(2, lost.code(), lost.err());
    assertTrue(lost.err().contains("answer-00000.npy"), lost.err());
    assertFalse(Files.exists(folder.resolve("lost/duplicates.json")), "it is not finished");
  }
}
