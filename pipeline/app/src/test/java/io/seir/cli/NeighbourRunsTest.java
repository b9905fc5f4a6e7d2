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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code neighbours} on scored pairs, against cosines that are worked out here from the files. */
class NeighbourRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLES = 40;
  private static final List<String> KINDS = List.of("cat", "boat", "house", "apple");

  @TempDir static Path folder;
  private static Path scored;

  @BeforeAll
  static void score() throws Exception {
    Path data = Files.createDirectories(folder.resolve("pairs"));
    Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      String thing = KINDS.get(i % 4);
      byte[] picture = models.image().draw(new ImageRequest("a " + thing, i)).bytes();
      Files.write(data.resolve(thing + i + ".png"), picture);
      ObjectNode line = JSON.createObjectNode().put("id", thing + i);
      line.put("question", "What is a " + thing + "?").put("answer", "A " + thing + " is nice.");
      lines.add((i % 9 == 8 ? line : line.put("image", thing + i + ".png")).toString());
    }
    Files.write(data.resolve("pairs.jsonl"), lines);
    scored = folder.resolve("scored");
    Ended ended =
        Ended.of(
            "score",
            "--models=embedded",
            "--no-ranks",
            "--data=" + data.resolve("pairs.jsonl"),
            "--out=" + scored);
    assertEquals(0, ended.code(), ended.err());
  }

  private static Path find(String name, String... options) {
    Path out = folder.resolve("out-" + name);
    Ended ended = run(out, options);
    assertEquals(0, ended.code(), ended.err());
    List<String> said = // but for the progress, which shows on a slow machine
        ended.err().lines().filter(line -> !line.startsWith("Searching: ")).toList();
    assertEquals(List.of(), said);
    return out;
  }

  private static Ended run(Path out, String... options) {
    List<String> line = new ArrayList<>(List.of("neighbours", "--out=" + out));
    line.addAll(List.of(options));
    return Ended.of(line.toArray(String[]::new));
  }

  private static List<JsonNode> lines(Path out) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          lines.add(JSON.readTree(line));
        }
      }
    }
    return lines;
  }

  /** Rows of a NumPy file of float16, by nothing of the program's own. */
  private static double[][] rows(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getShort(8);
    String text = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
    String[] shape = text.replaceAll(".*\\((.*)\\).*", "$1").strip().split(", ");
    double[][] rows = new double[Integer.parseInt(shape[0])][Integer.parseInt(shape[1])];
    for (int i = 0; i < rows.length * rows[0].length; i++) {
      int half = bytes.getShort(10 + header + 2 * i) & 0xFFFF;
      int exponent = half >> 10 & 31;
      double fraction = half & 1023;
      double size =
          exponent == 0
              ? fraction * Math.pow(2, -24)
              : (1024 + fraction) * Math.pow(2, exponent - 25);
      rows[i / rows[0].length][i % rows[0].length] = half >> 15 == 0 ? size : -size;
    }
    return rows;
  }

  private static double cosine(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(d -> a[d] * b[d]).sum();
  }

  /** Whether a line names the rows with the highest cosines, and tells these cosines. */
  private static void exact(JsonNode line, double[] query, double[][] rows, int without, int k) {
    double[] best =
        IntStream.range(0, rows.length)
            .filter(row -> row != without)
            .mapToDouble(row -> -cosine(query, rows[row]))
            .sorted()
            .map(score -> -score)
            .limit(k)
            .toArray();
    assertEquals(best.length, line.path("nearest").size());
    TreeSet<Integer> distinct = new TreeSet<>();
    for (int i = 0; i < best.length; i++) {
      JsonNode near = line.path("nearest").get(i);
      int row = near.path("row").asInt();
      assertTrue(row != without && distinct.add(row), line.toString());
      assertEquals(best[i], near.path("score").asDouble(), 2e-4, line.toString());
      assertEquals(cosine(query, rows[row]), near.path("score").asDouble(), 2e-4);
    }
  }

  private static double[][] vectors(String kind) throws IOException {
    return rows(scored.resolve("vectors/" + kind + "-00000.npy"));
  }

  @Test
  void wordsFindPictures() throws Exception {
    Path texts = Files.writeString(folder.resolve("texts.txt"), "a house\n\n  an apple \n");
    Path out = folder.resolve("out-words");
    Ended ended =
        run(out, "--vectors=" + scored, "--text=a cat, a boat", "--texts=" + texts, "-k", "7");
    assertEquals(0, ended.code(), ended.err());
    List<JsonNode> lines = lines(out);
    double[][] asked = rows(out.resolve("queries/question-00000.npy"));
    for (int i = 0; i < 3; i++) {
      exact(lines.get(i), asked[i], vectors("image"), -1, 7);
    }
    assertEquals("a cat, a boat", lines.get(0).path("query").path("text").asText());
    JsonNode house = lines.get(1).path("nearest").get(0);
    assertTrue(house.path("id").asText().startsWith("house"), house.toString());
    assertEquals("What is a house?", house.path("question").asText());
    assertEquals("A house is nice.", house.path("answer").asText());
    assertEquals(house.path("id").asText() + ".png", house.path("image").asText());
    assertTrue(ended.out().contains("a house\n"), ended.out());
    assertTrue(ended.out().contains(house.path("id").asText()), ended.out());
    BufferedImage sheet = ImageIO.read(out.resolve("neighbours.png").toFile());
    assertTrue(sheet.getWidth() > 7 * 150 && sheet.getHeight() > 3 * 150);
    JsonNode summary = JSON.readTree(out.resolve("neighbours.json").toFile());
    assertEquals(3, summary.path("answered").asInt());

    Path again =
        find(
            "again",
            "--vectors=" + scored + "/vectors",
            "--text=a cat, a boat",
            "--texts=" + texts,
            "-k7",
            "--targetParallelism=1");
    assertEquals(
        Files.readString(out.resolve("neighbours-00000.jsonl")),
        Files.readString(again.resolve("neighbours-00000.jsonl")));
    assertTrue(run(out, "--vectors=" + scored, "--each").err().contains("a finished run"));
  }

  @Test
  void aPictureFindsItself() throws Exception {
    Path cat = folder.resolve("pairs/cat4.png");
    Path out =
        find("picture", "--vectors=" + scored, "--picture=" + cat, "--picture=" + cat, "-k=3");
    List<JsonNode> lines = lines(out);
    assertEquals(1, lines.size(), "the same picture is asked about once");
    assertEquals(cat.toString(), lines.get(0).path("query").path("picture").asText());
    assertEquals("cat4", lines.get(0).path("nearest").get(0).path("id").asText());
    assertEquals(1, lines.get(0).path("nearest").get(0).path("score").asDouble(), 1e-3);
    exact(lines.get(0), rows(out.resolve("queries/image-00000.npy"))[0], vectors("image"), -1, 3);
  }

  @Test
  void everyRowHasItsNeighboursAmongTheOthers() throws Exception {
    Path out = find("each", "--vectors=" + scored, "--each", "--among=image", "--nearest=4");
    double[][] images = vectors("image");
    List<JsonNode> lines = lines(out);
    assertEquals(images.length, lines.size());
    for (int row = 0; row < images.length; row++) {
      assertEquals(row, lines.get(row).path("query").path("row").asInt());
      exact(lines.get(row), images[row], images, row, 4);
    }
    JsonNode house = lines.get(9).path("query");
    assertEquals("house10", house.path("id").asText(), "apple8 has no picture");
    assertEquals("What is a house?", house.path("question").asText());
    assertFalse(lines.get(9).path("nearest").get(0).has("question"), "told where it is the query");
    assertTrue(Files.exists(out.resolve("neighbours.png")));
  }

  /** Few rows are searched by all workers together, many in blocks: nobody sees a difference. */
  @Test
  void fewRowsAndManyHaveTheSameNeighbours() throws Exception {
    Random random = new Random(1);
    float[][] many = new float[1100][64];
    for (float[] row : many) {
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) (3 * random.nextGaussian());
      }
    }
    Path all = TestNpy.write(folder.resolve("many.npy"), many);
    Path few = TestNpy.write(folder.resolve("few.npy"), Arrays.copyOf(many, 200));
    List<JsonNode> ofMany =
        lines(find("many", "--vectors=" + scored, "--among=answer", "--rows=" + all, "-k=5"));
    List<JsonNode> ofFew =
        lines(find("few", "--vectors=" + scored, "--among=answer", "--rows=" + few, "-k=5"));
    assertEquals(1100, ofMany.size());
    assertEquals(ofFew, ofMany.subList(0, 200));
    assertEquals(1099, ofMany.get(1099).path("query").path("row").asInt());
    double[] unit = new double[64];
    double length = Math.sqrt(cosine(doubles(many[7]), doubles(many[7])));
    Arrays.setAll(unit, d -> many[7][d] / length);
    exact(ofMany.get(7), unit, vectors("answer"), -1, 5);

    List<JsonNode> own = lines(find("own", "--among-rows=" + few, "--each", "-k=2"));
    assertEquals(200, own.size());
    assertEquals("row-", own.get(3).path("nearest").get(0).path("id").asText().substring(0, 4));
    assertFalse(Files.exists(folder.resolve("out-own/neighbours.png")), "there are no pictures");
  }

  /** The measured recall, at most 2 points from that by the exact run of the same data. */
  @Test
  void listsFindAlmostAllAndSayHowMany() throws Exception {
    Random random = new Random(2);
    float[][] centres = new float[30][24];
    float[][] rows = new float[1500][24];
    for (int row = 0; row < rows.length + 30; row++) {
      float[] centre = centres[row % 30];
      float[] to = row < 30 ? centre : rows[row - 30];
      for (int d = 0; d < to.length; d++) {
        to[d] = (float) (random.nextGaussian() + (row < 30 ? 0 : 0.8 * centre[d]));
      }
    }
    Path file = TestNpy.write(folder.resolve("clustered.npy"), rows);
    List<JsonNode> exact = lines(find("clusters", "--among-rows=" + file, "--each", "-k=12"));
    Path out = folder.resolve("out-lists");
    Ended ended = run(out, "--among-rows=" + file, "--each", "--lists", "--probes=2", "-k=12");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(
        ended.err().contains("with only 1,500 rows, the exact search is as fast"), ended.err());
    List<JsonNode> found = lines(out);
    double right = 0;
    for (int row = 0; row < rows.length; row++) {
      double bar = exact.get(row).path("nearest").get(9).path("score").asDouble();
      assertEquals(row, found.get(row).path("query").path("row").asInt());
      int good = 0;
      for (JsonNode near : found.get(row).path("nearest")) {
        good += near.path("score").asDouble() >= bar ? 1 : 0;
      }
      right += Math.min(10, good);
    }
    double recall = right / 10 / rows.length;
    JsonNode summary = JSON.readTree(out.resolve("neighbours.json").toFile());
    assertEquals(39, summary.path("lists").asInt());
    assertEquals(2, summary.path("probes").asInt());
    JsonNode measured = summary.path("recall");
    assertEquals(10, measured.path("k").asInt());
    assertEquals(1500, measured.path("queries").asInt());
    assertEquals(recall, measured.path("share").path("value").asDouble(), 0.02);
    assertTrue(recall > 0.5 && recall < 0.995, "nothing to measure: " + recall);
    assertTrue(ended.out().contains("Lists       2 of 39 searched per row\nRecall "), ended.out());
    assertFalse(Files.exists(out.resolve("lists")), "the copy of the rows is no longer needed");

    Path all = folder.resolve("out-all-lists");
    assertEquals(
        0, run(all, "--among-rows=" + file, "--each", "--lists=9", "--probes=9", "-k=12").code());
    assertEquals(exact, lines(all), "with all lists the search is exact");
  }

  private static double[] doubles(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(d -> row[d]).toArray();
  }

  @Test
  void whatTheEncoderDoesNotKnowIsSaid() {
    Path out = folder.resolve("out-unknown");
    Ended ended = run(out, "--vectors=" + scored, "--text=xyzzy", "--text=a cat");
    assertEquals(0, ended.code());
    assertTrue(ended.err().contains("no neighbours for 1 of 2 queries"), ended.err());
    assertTrue(ended.err().contains("'xyzzy'"), ended.err());
    Ended none = run(folder.resolve("out-none"), "--vectors=" + scored, "--text=xyzzy");
    assertEquals(Seir.FAILED, none.code());
    assertEquals(1, none.err().lines().count(), none.err());
  }

  @Test
  void picturesAreFoundWhereTheyAre() throws Exception {
    Path moved = copy("moved");
    Files.delete(moved.resolve(".seir/options.json"));
    Ended blind = run(folder.resolve("out-blind"), "--vectors=" + moved, "--text=a cat");
    assertEquals(0, blind.code());
    assertTrue(blind.err().contains("no contact sheet"), blind.err());
    assertTrue(blind.err().contains("picture_missing"), blind.err());
    String pairs = folder.resolve("pairs").toString();
    Path named = find("named", "--vectors=" + moved, "--text=a cat", "--images=" + pairs);
    Path data =
        find("data", "--vectors=" + moved, "--text=a cat", "--data=" + pairs + "/pairs.jsonl");
    for (Path out : List.of(named, data)) {
      assertTrue(Files.exists(out.resolve("neighbours.png")), out.toString());
    }
    assertEquals(lines(named), lines(data));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vectors SCORED | give something to search for: --text",
        "--vectors SCORED --each --text x | give only one of texts, pictures",
        "--each | give --vectors DIR",
        "--vectors SCORED --among-rows WIDE --each | give --vectors DIR",
        "--vectors PAIRS --each | contains no rows (no vectors.json)",
        "--vectors SCORED --each -k 64 | --nearest must be a whole number from 1 to 63, not 64",
        "--vectors SCORED --each -k 0 | --nearest must be a whole number from 1 to 63, not 0",
        "--vectors SCORED --picture PAIRS/pairs.jsonl | pairs.jsonl: the file is in no known",
        "--vectors SCORED --picture gone.png | --picture gone.png does not exist",
        "--vectors SCORED --texts gone.txt | texts file gone.txt does not exist",
        "--vectors SCORED --rows WIDE | --rows have 3 numbers each, but the rows of --vectors",
        "--vectors SCORED --rows PAIRS/pairs.jsonl | is not a .npy file",
        "--vectors SCORED --rows EMPTY | contains no rows",
        "--vectors SCORED --among video --each | '--among'",
        "--vectors SCORED --text x --lists | --lists works only with --each",
        "--vectors SCORED --each --probes 3 | --probes works only with --lists",
        "--vectors SCORED --each --lists 20000 | --lists must be a whole number from 0 to 16384",
        "--vectors SCORED --each --lists --probes 65 | --probes must be a whole number from 1 to"
            + " 64",
        "--vectors SCORED --each --accelerator x | --accelerator works only with a runner",
        "--among-rows WIDE --each --images . | --images works only with --vectors",
        "--among-rows WIDE --text x | need --vectors, because the encoder",
        "--among-rows EMPTY --each | contains no rows",
        "--among-rows NAN --each | row 1 has a number that is not finite",
        "--among-rows WIDE --rows NAN | row 1 has a number that is not finite",
        "--vectors LESS --each | choose --among answer or question",
        "--vectors OTHER --text x | were made by the encoder 'onnx abc', but judgeEncoder is",
        "--vectors GONE --each | image-00000.npy does not exist",
        "--vectors SHORT --each | image-00000.npy",
      })
  void whatCannotBeUsedIsOneLine(String options, String said) throws Exception {
    float nan = Float.NaN;
    TestNpy.write(folder.resolve("wide.npy"), new float[][] {{1, 0, 0}, {0, 1, 0}});
    TestNpy.write(folder.resolve("nan.npy"), new float[][] {{1, 0, 0}, {0, nan, 0}});
    TestNpy.write(folder.resolve("empty.npy"), new float[0][3]);
    String line =
        options
            .replace("SCORED", scored.toString())
            .replace("PAIRS", folder.resolve("pairs").toString())
            .replace("WIDE", folder.resolve("wide.npy").toString())
            .replace("NAN", folder.resolve("nan.npy").toString())
            .replace("EMPTY", folder.resolve("empty.npy").toString());
    for (String broken : List.of("LESS", "OTHER", "GONE", "SHORT")) {
      line = options.contains(broken) ? line.replace(broken, broken(broken).toString()) : line;
    }
    Path out = folder.resolve("out-refused-" + options.hashCode());
    Ended ended = run(out, line.split(" "));
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
    assertFalse(Files.exists(out.resolve("neighbours.json")));
  }

  /** A copy of the scored folder that is not as it should be. */
  private static Path broken(String how) throws IOException {
    Path copy = copy("broken-" + how);
    Path manifest = copy.resolve("vectors/vectors.json");
    Path images = copy.resolve("vectors/image-00000.npy");
    ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
    switch (how) {
      case "OTHER" -> json.put("encoder", "onnx abc");
      case "LESS" -> {
        ObjectNode shard = (ObjectNode) json.path("shards").get(0);
        ((ObjectNode) shard.path("files")).remove("image");
        shard.putObject("have").put("question+answer", SAMPLES);
      }
      case "GONE" -> Files.delete(images);
      default -> Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 1000));
    }
    Files.writeString(manifest, json.toString());
    return copy;
  }

  private static Path copy(String name) throws IOException {
    Path to = folder.resolve(name);
    try (Stream<Path> files = Files.walk(scored)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(scored.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }
}
