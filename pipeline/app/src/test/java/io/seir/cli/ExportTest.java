package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.seir.ask.ModelAccess;
import io.seir.data.SampleLine;
import io.seir.embedded.EmbeddedProvider;
import io.seir.export.ExportShards;
import io.seir.export.Splits;
import io.seir.model.ImageRequest;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.JudgeRater;
import io.seir.sample.Assessment;
import io.seir.sample.Picture;
import io.seir.sample.Round;
import io.seir.sample.Sample;
import io.seir.sample.Suggestion;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exports, read by those who did not write them: DuckDB, a tar reader, picture decoders and JSON
 * schemas after the documentation of each trainer.
 */
class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String DIALOGUES =
      """
{"id":"d/1","topic":"cats","domain":"Nature","category":"Animals","conversations":[{"from":"human","value":"What is a cat?"},{"from":"gpt","value":"A small animal & a <b>hunter</b> of mice.","caption":"A cat on a meadow.","image":"cat.png"},{"from":"human","value":"A \\"boat\\", please 🟦"},{"from":"gpt","value":"Here it is.","caption":"A boat on the sea.","image":"boat.png"}],"scores":[{"TCC":5,"ICC":4,"IQ":3,"ITS":4},{"unscored":"refused"}],"synjudge":[{"TCC":4.75,"ICC":4.0,"IQ":3.25,"ITS":4.0,"by":"model"},{"unscored":"refused"}],"lineage":[{"answer":{"rounds":[{"number":0,"draft":{"answer":"An animal.","caption":"A scene."},"assessment":{"kind":"reviewed","suggestion":{"decision":"revise","reason":"Say which."},"rating":2,"score":2}},{"number":1,"draft":{"answer":"A small animal & a <b>hunter</b> of mice.","caption":"A cat on a meadow."},"assessment":{"kind":"reviewed","suggestion":{"decision":"accept"},"rating":2,"score":2}}],"chosen":1,"decidedBy":"ACCEPTED","stop":"ACCEPTED","usage":{}},"image":{"rounds":[{"number":0,"draft":{"caption":"A scene.","image":{"uri":"boat.png"}},"assessment":{"kind":"reviewed","suggestion":{"decision":"revise","reason":"No cat."},"rating":1,"score":1}},{"number":1,"draft":{"caption":"A cat on a meadow.","image":{"uri":"cat.png"}},"assessment":{"kind":"reviewed","suggestion":{"decision":"accept"},"rating":5,"score":5}}],"chosen":1,"decidedBy":"ACCEPTED","stop":"ACCEPTED","usage":{}}},{}]}
{"id":"words","topic":"tags","domain":"Science","category":"Markup","question":"What does an <image> tag do?","answer":"<image> shows a picture, <image_gen> draws one and <video> plays."}
{"id":"gone","conversations":[{"from":"human","value":"Where is it?"},{"from":"gpt","value":"Nowhere.","caption":"nothing","image":"gone.png"}]}
{"id":"silent","conversations":[{"from":"human","value":"Anybody there?"}]}
""";

  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("dialogues-00000.jsonl"), DIALOGUES);
    Models models = ModelsConfig.all(EmbeddedProvider.NAME).open();
    for (String thing : List.of("cat", "boat")) {
      ImageRequest request = new ImageRequest("a " + thing + " on a meadow", 1);
      Files.write(data.resolve(thing + ".png"), models.image().draw(request).bytes());
    }
  }

  private Ended run(String... options) {
    List<String> line = new ArrayList<>(List.of("export"));
    line.addAll(List.of(options));
    return Ended.of(line.toArray(String[]::new));
  }

  private Path export(String format, String... options) {
    Path out = folder.resolve("out-" + format);
    List<String> line =
        new ArrayList<>(
            List.of("--data=" + folder.resolve("data"), "--format=" + format, "--out=" + out));
    line.addAll(List.of(options));
    Ended ended = run(line.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.out() + ended.err());
    return out;
  }

  /** What an export holds, for a person: texts as they are, tables by DuckDB, tars by member. */
  private static String shown(Path out) throws Exception {
    StringBuilder text = new StringBuilder();
    List<Path> files;
    try (Stream<Path> all = Files.walk(out)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !out.relativize(file).toString().startsWith(".seir"))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      String name = out.relativize(file).toString();
      text.append("== ").append(name).append('\n');
      if (name.endsWith(".png") || name.endsWith(".jpg")) {
        assertNotNull(ImageIO.read(file.toFile()), name);
      } else if (name.endsWith(".parquet")) {
        rows(file).forEach(row -> text.append(row).append('\n'));
      } else if (name.endsWith(".tar")) {
        members(file)
            .forEach((member, what) -> text.append(member).append("  ").append(what).append('\n'));
      } else {
        text.append(
            Files.readString(file)
                .replaceAll("\"(sha256|datePublished)\" : \"[^\"]+\"", "\"$1\" : …"));
      }
    }
    return named(text.toString());
  }

  /** Hashes as numbers, and sizes left out: they differ with the Java version. */
  private static String named(String text) {
    List<String> seen = new ArrayList<>();
    return Pattern.compile("(?:(?<=images/)[0-9a-f]{2}/)?[0-9a-f]{64}")
        .matcher(text)
        .replaceAll(
            hash -> {
              String name = hash.group().substring(hash.group().length() - 64);
              if (!seen.contains(name)) {
                seen.add(name);
              }
              return "#" + (seen.indexOf(name) + 1);
            })
        .replaceAll("(num_bytes|download_size|dataset_size)\":\\d+", "$1\":0");
  }

  /** The rows of a table as JSON, by DuckDB; bytes as what they are. */
  private static List<String> rows(Path table) throws SQLException, IOException {
    List<String> rows = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement ask = duck.createStatement();
        ResultSet found =
            ask.executeQuery("select to_json(t)::varchar from read_parquet('" + table + "') t")) {
      while (found.next()) {
        rows.add(tame(JSON.readTree(found.getString(1))).toString());
      }
    }
    return rows;
  }

  /** Bytes as DuckDB shows them are long. */
  private static JsonNode tame(JsonNode node) {
    if (node.isTextual()) {
      String text = node.asText();
      String what =
          text.startsWith("\\x89PNG") ? "PNG" : text.startsWith("\\xFF\\xD8\\xFF") ? "JPEG" : text;
      return TextNode.valueOf(what);
    }
    if (node instanceof ObjectNode object) {
      names(object).forEach(name -> object.set(name, tame(object.get(name))));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, tame(array.get(i)));
      }
    }
    return node;
  }

  private static SortedMap<String, String> members(Path tar) throws IOException {
    SortedMap<String, String> members = new TreeMap<>();
    try (InputStream file = Files.newInputStream(tar);
        TarArchiveInputStream in = new TarArchiveInputStream(file)) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        boolean text = entry.getName().endsWith(".json") || entry.getName().endsWith(".txt");
        if (!text) {
          assertNotNull(ImageIO.read(new ByteArrayInputStream(bytes)), entry.getName());
        }
        members.put(entry.getName(), text ? new String(bytes, StandardCharsets.UTF_8) : "picture");
      }
    }
    return members;
  }

  /** A small file for each form says what it looks like; it changes only on purpose. */
  @Test
  void nearDuplicatesAreNotInTwoSplits() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String answer = "Number " + i / 2 + " is a number that comes after number " + (i / 2 - 1);
      ObjectNode line = JSON.createObjectNode().put("id", "n" + i);
      lines.add(line.put("question", "q" + i).put("answer", answer).toString());
    }
    Path data = Files.write(folder.resolve("numbers.jsonl"), lines);
    Path found = folder.resolve("found");
    Ended dedup = Ended.of("dedup", "--by=answer", "--data=" + data, "--out=" + found);
    assertEquals(0, dedup.code(), dedup.err());
    List<String> split =
        List.of(
            "--data=" + data, "--format=trl", "--split=train=0.7,test=0.3", "--split-by=dialogue");
    List<Map<String, Set<String>>> exports = new ArrayList<>();
    for (String more : List.of("", "--duplicates=" + found)) {
      Path out = folder.resolve("numbers" + exports.size());
      List<String> line = new ArrayList<>(split);
      line.add("--out=" + out);
      if (!more.isEmpty()) {
        line.add(more);
      }
      Ended ended = run(line.toArray(String[]::new));
      assertEquals(0, ended.code(), ended.err());
      Map<String, Set<String>> answers = new TreeMap<>();
      for (String name : List.of("train", "test")) {
        Set<String> numbers = new HashSet<>();
        for (Path file : files(out, name)) {
          Pattern.compile("Number \\d+ ")
              .matcher(Files.readString(file))
              .results()
              .forEach(match -> numbers.add(match.group()));
        }
        answers.put(name, numbers);
      }
      exports.add(answers);
    }
    Set<String> shared = new HashSet<>(exports.get(0).get("test"));
    shared.retainAll(exports.get(0).get("train"));
    assertTrue(shared.size() > 3, "splits by dialogue share answers: " + shared);
    Set<String> left = new HashSet<>(exports.get(0).get("test"));
    left.removeAll(shared);
    assertEquals(left, exports.get(1).get("test"), "what train has is left out of test");
    assertEquals(exports.get(0).get("train"), exports.get(1).get("train"), "and train is whole");
    JsonNode report = JSON.readTree(Files.readString(folder.resolve("numbers1/export.json")));
    assertEquals(
        shared.size(),
        report.findValue("near_duplicate_in_earlier_split").asInt(),
        "each answer has two dialogues, so one of each shared pair");
    Ended none = run("--data=" + data, "--format=trl", "--duplicates=" + folder, "--out=x");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("does not contain a finished ./seir dedup"), none.err());
  }

  private static List<Path> files(Path out, String prefix) throws IOException {
    try (Stream<Path> all = Files.list(out)) {
      return all.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hf,",
    "imagefolder,",
    "llama-factory,",
    "vargpt,",
    "swift,",
    "trl,",
    "llava,",
    "webdataset,",
    "mint1t,",
    "bagel,",
    "bagel-edit,edits",
    "showo2,",
    "emu3,",
    "pairs,",
    "llama-factory,text",
    "swift,text",
    "trl,text",
    "swift,image",
    "hpsv3,image",
    "diffusion-dpo,image"
  })
  void everyFormIsAsItsTrainerReadsIt(String format, String preferences) throws Exception {
    Path out =
        preferences == null
            ? export(format)
            : preferences.equals("image")
                ? export(format, "--preferences=image", "--models=embedded", "--gap=0")
                : preferences.equals("edits")
                    ? export(format, "--models=embedded", "--similarity=-1")
                    : export(format, "--preferences=text");
    String found = shown(out);
    String name = format + (preferences == null ? "" : "-" + preferences) + ".txt";
    Path golden = Path.of("src/test/resources/io/seir/cli/export", name);
    if (Boolean.getBoolean("seir.write")) {
      Files.writeString(golden, found);
    }
    assertEquals(Files.readString(golden), found);
    check(format, out);
  }

  @Test
  void everyFormIsTried() {
    Set<String> tried = new HashSet<>();
    try (Stream<Path> golden = Files.list(Path.of("src/test/resources/io/seir/cli/export"))) {
      golden.forEach(
          file ->
              tried.add(
                  file.getFileName().toString().replaceAll("(-text|-image|-edits)?\\.txt", "")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertEquals(ExportShards.formats().keySet(), tried);
  }

  private static JsonSchema schema(String text) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
  }

  /** The forms of JSON, after the documents of their trainers. */
  private static final Map<String, String> FORMS =
      Map.of(
          "llama-factory",
          "messages",
          "vargpt",
          "messages",
          "swift",
          "messages",
          "trl",
          "parts",
          "llava",
          "llava",
          "emu3",
          "emu3",
          "showo2",
          "stories");

  private static void check(String format, Path out) throws Exception {
    JsonNode report = JSON.readTree(out.resolve("export.json").toFile());
    assertEquals(4, report.path("samples").asInt());
    String form = FORMS.get(format);
    if (form == null) {
      return;
    }
    Path file = out.resolve("train.json");
    List<JsonNode> examples = new ArrayList<>();
    if (Files.exists(file)) {
      JSON.readTree(file.toFile()).forEach(examples::add);
    } else {
      for (String line : Files.readAllLines(out.resolve("train.jsonl"))) {
        examples.add(JSON.readTree(line));
      }
    }
    assertEquals(report.path("examples").path("train").asInt(), examples.size());
    JsonSchema schema =
        schema(
            Files.readString(Path.of("src/test/resources/io/seir/cli/forms.json"))
                .replace("FORM", form));
    for (JsonNode example : examples) {
      assertEquals(Set.of(), schema.validate(example), example.toString());
      int images = 0;
      for (String key : List.of("images", "image", "rejected_images")) {
        JsonNode named = example.path(key);
        for (JsonNode image : named.isTextual() ? List.of(named) : named) {
          assertNotNull(ImageIO.read(out.resolve(image.asText()).toFile()), image.asText());
          images += key.equals("rejected_images") ? 0 : 1;
        }
      }
      if (!form.equals("emu3") && !form.equals("stories")) {
        String text = example.toString();
        int tokens = text.split("<image>|<image_gen>|\"type\":\"image\"", -1).length - 1;
        assertEquals(images, tokens, text);
      }
    }
  }

  /** Cards say what their readers need, and a reader notices when any of it is taken out. */
  @Test
  void croissantAndCardAreWhole() throws Exception {
    Path out = export("hf", "--name=squares", "--license=cc-by-4.0", "--creator=we");
    JsonSchema schema =
        schema(Files.readString(Path.of("src/test/resources/io/seir/cli/croissant.schema.json")));
    ObjectNode croissant = (ObjectNode) JSON.readTree(out.resolve("croissant.json").toFile());
    assertEquals(Set.of(), schema.validate(croissant));
    for (String key : names(croissant)) {
      ObjectNode without = croissant.deepCopy();
      without.remove(key);
      assertFalse(schema.validate(without).isEmpty(), key + " is missed");
    }
    for (JsonNode file : croissant.path("distribution")) {
      if (file.has("contentUrl")) {
        assertTrue(Files.exists(out.resolve(file.path("contentUrl").asText())));
      }
    }
    String[] parts = Files.readString(out.resolve("README.md")).split("---\n", -1);
    JsonNode front = new ObjectMapper(new YAMLFactory()).readTree(parts[1]);
    assertEquals("cc-by-4.0", front.path("license").asText());
    assertEquals(2, front.path("dataset_info").path("splits").get(0).path("num_examples").asInt());
    assertEquals("data/train-*", front.findPath("path").asText());
    assertTrue(parts[2].contains("# squares"), parts[2]);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement ask = duck.createStatement();
        ResultSet found =
            ask.executeQuery(
                "select decode(value) from parquet_kv_metadata('"
                    + out.resolve("data/train-00000.parquet")
                    + "') where decode(key) = 'huggingface'")) {
      assertTrue(found.next());
      JsonNode features = JSON.readTree(found.getString(1)).path("info").path("features");
      assertEquals("Image", features.path("images").get(0).path("_type").asText());
      assertEquals(names(front.path("dataset_info").path("features")), List.of());
      List<String> columns = new ArrayList<>();
      front
          .path("dataset_info")
          .path("features")
          .forEach(f -> columns.add(f.path("name").asText()));
      assertEquals(columns, names(features));
    }
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Sample about(int number, int topic) {
    return Sample.ofTopic("s" + number, Topic.of("topic " + topic), List.of());
  }

  @Test
  void aTopicIsInOneSplitAndNothingMovesWhenTheDataGrow() {
    Splits splits = Splits.parse("train=0.8,validation=0.1,test=0.1", Splits.By.TOPIC);
    Map<String, String> of = new HashMap<>();
    Map<String, Integer> sizes = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      String split = splits.split(about(i, i % 2000));
      assertEquals(split, of.computeIfAbsent("topic " + i % 2000, topic -> split));
      sizes.merge(split, 1, Integer::sum);
    }
    assertEquals(8000, sizes.get("train"), 300);
    assertEquals(1000, sizes.get("test"), 200);
    Splits alone = Splits.parse("train=0.8,validation=0.1,test=0.1", Splits.By.DIALOGUE);
    long apart = IntStream.range(0, 100).mapToObj(i -> alone.split(about(i, 1))).distinct().count();
    assertEquals(3, apart, "dialogues about one topic may be apart if that is asked for");
  }

  /** Twelve hundred dialogues of two turns, several of which share a topic. */
  private Path many() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      ObjectNode line = JSON.createObjectNode().put("id", "m" + i).put("topic", "t" + i / 3);
      line.put("domain", i % 4 == 0 ? "nature" : "history");
      line.put("question", "What is number " + i + "?").put("answer", "It is " + i + ".");
      line.put("image", i % 2 == 0 ? "cat.png" : "boat.png").put("caption", "A picture.");
      line.putArray("labels").add(5).add(i % 6).add(4).add(3);
      line.putObject("synjudge").put("TCC", 5).put("ICC", i % 6).put("IQ", 4).put("ITS", 3);
      lines.add(line.toString());
    }
    return Files.write(folder.resolve("data/many.jsonl"), lines);
  }

  private static Set<String> ids(Path file) throws IOException {
    Set<String> ids = new HashSet<>();
    for (JsonNode example : JSON.readTree(file.toFile())) {
      ids.add(example.path("id").asText());
    }
    return ids;
  }

  @Test
  void splitsAndSubsetsAreAsAskedFor() throws Exception {
    Path out = folder.resolve("out-splits");
    Ended ended =
        run(
            "--data=" + many(),
            "--format=llava",
            "--split=train=0.7,test=0.3",
            "--subsets=100,300",
            "--out=" + out);
    assertEquals(0, ended.code(), ended.err());
    Set<String> train = ids(out.resolve("train.json"));
    Set<String> test = ids(out.resolve("test.json"));
    assertEquals(1200, train.size() + test.size());
    Set<String> topics = new HashSet<>();
    train.forEach(id -> topics.add("t" + Integer.parseInt(id.substring(1)) / 3));
    test.forEach(id -> assertFalse(topics.contains("t" + Integer.parseInt(id.substring(1)) / 3)));
    Set<String> small = ids(out.resolve("train_100.json"));
    Set<String> larger = ids(out.resolve("train_300.json"));
    assertEquals(100, small.size());
    assertEquals(300, larger.size());
    assertTrue(larger.containsAll(small) && train.containsAll(larger));
    String card = Files.readString(out.resolve("README.md"));
    assertTrue(card.contains("questions 0, answers 0, images 2"), "both pictures are everywhere");
    Ended most =
        run(
            "--data=" + folder.resolve("data/many.jsonl"),
            "--format=llava",
            "--subsets=2k",
            "--out=" + out + "2");
    assertEquals(Seir.USAGE, most.code());
    assertTrue(most.err().contains("2k is not fewer than the 1200 samples"), most.err());
  }

  @Test
  void aFilterIsOneLanguageOverEverythingThatIsKnown() throws Exception {
    Path out = folder.resolve("out-where");
    Ended ended =
        run(
            "--data=" + many(),
            "--format=llava",
            "--where=icc>=4 && domain=='nature' && 8/icc>=1.5",
            "--out=" + out);
    assertEquals(0, ended.code(), ended.err());
    assertEquals(
        100, ids(out.resolve("train.json")).size(), "of 1200, every 12th: i%4==0 and i%6==4");
    Map<String, String> wrong =
        Map.of(
            "domian=='x'", "did you mean domain?",
            "icc+1", "it contains no comparison",
            "icc>=", "--where: ",
            "RANDOM()>0.5", "--where: ");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      Ended refused =
          run(
              "--data=" + many(),
              "--format=llava",
              "--where=" + one.getKey(),
              "--out=" + out + "x");
      assertEquals(Seir.USAGE, refused.code(), one.getKey());
      assertTrue(refused.err().contains(one.getValue()), refused.err());
      assertFalse(Files.exists(Path.of(out + "x")), "nothing was begun");
    }
  }

  private static Map<String, String> bytes(Path out) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = out.relativize(file).toString();
        if (!name.equals(".seir/lock")) {
          all.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
      }
    }
    return all;
  }

  /** Killed in the middle, with one shard done, one half written and one not begun. */
  @ParameterizedTest
  @ValueSource(strings = {"hf", "webdataset", "imagefolder"})
  void anExportIsGoneOnWithToTheSameBytes(String format) throws Exception {
    Path out = folder.resolve("out");
    String[] command = {"--data=" + many(), "--format=" + format, "--out=" + out};
    assertEquals(0, run(command).code());
    Map<String, String> whole = bytes(out);
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = out.relativize(file).toString();
        if (name.matches(
            ".*0000[12]\\.(json|jsonl|tar|parquet)|README.md|.*metadata.jsonl|export.json")) {
          Files.delete(file);
        }
      }
    }
    if (format.equals("imagefolder")) {
      Files.delete(out.resolve(".seir/export/00000.json")); // its shard was joined, and is gone
    }
    for (String unfinished : List.of(".parts/.x.part", "data/.x.part")) { // as a kill leaves them
      Files.createDirectories(out.resolve(unfinished).getParent());
      Files.writeString(out.resolve(unfinished), "half");
    }
    String again = "--resume=always";
    assertEquals(0, run(command[0], command[1], command[2], again).code());
    assertEquals(whole.keySet(), bytes(out).keySet());
    assertEquals(whole, bytes(out));
    Files.writeString(folder.resolve("data/many.jsonl"), "{\"question\": \"New?\"}\n");
    Ended changed = run(command[0], command[1], command[2], again);
    assertEquals(Seir.USAGE, changed.code(), "other data are not mixed in");
    assertTrue(changed.err().contains("data was"), changed.err());
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedWithTheRemedy() throws Exception {
    String data = "--data=" + folder.resolve("data");
    String out = "--out=" + folder.resolve("no");
    Map<List<String>, String> refused = new HashMap<>();
    refused.putAll(
        Map.of(
            List.of("--format=bagel-edit"),
            "needs --similarity",
            List.of("--format=bagel-edit", "--similarity=95"),
            "from -1 to 1",
            List.of("--format=bagel", "--similarity=0.9"),
            "--format bagel-edit"));
    refused.putAll(
        Map.of(
            List.of("--format=parquet"),
            "known: bagel",
            List.of("--format=hpsv3"),
            "give --preferences image",
            List.of("--format=vargpt", "--preferences=text"),
            "these do: llama-factory, swift, trl",
            List.of("--format=hf", "--gap=2"),
            "--gap works only with --preferences",
            List.of("--format=llava", "--split=export=1"),
            "is the name of another file",
            List.of("--format=hf", "--split=train=0.5,test=0.4"),
            "add up to 0.9",
            List.of("--format=hf", "--jpeg=0"),
            "--jpeg must be",
            List.of("--format=trl", "--preferences=text", "--rate-with=judge"),
            "--preferences image"));
    for (Map.Entry<List<String>, String> one : refused.entrySet()) {
      List<String> line = new ArrayList<>(List.of(data, out));
      line.addAll(one.getKey());
      Ended ended = run(line.toArray(String[]::new));
      assertEquals(Seir.USAGE, ended.code(), line + ended.err());
      assertFalse(Files.exists(folder.resolve("no")), "nothing was begun: " + line);
      assertTrue(ended.err().contains(one.getValue()), ended.err());
    }
    Files.writeString(folder.resolve("card.md"), "# {{title}} has {{cuonts}}");
    Ended card =
        run(
            data,
            "--format=swift",
            "--out=" + folder.resolve("c"),
            "--card=" + folder.resolve("card.md"));
    assertEquals(Seir.USAGE, card.code());
    assertFalse(Files.exists(folder.resolve("c")), "before anything is written");
    assertTrue(card.err().contains("{{cuonts}} is none of"), card.err());
  }

  /** A picture whose header is sound and whose pixels are not would stop a trainer. */
  @Test
  void damagedPicturesAreLeftOut() throws Exception {
    Path picture = folder.resolve("data/cat.png");
    byte[] bytes = Files.readAllBytes(picture);
    Files.write(picture, Arrays.copyOf(bytes, bytes.length / 2));
    Path out = export("swift");
    JsonNode left = JSON.readTree(out.resolve("export.json").toFile()).path("left");
    assertEquals(1, left.path("not_a_picture").asInt(), left.toString());
  }

  /** Their lines name pictures of the folder that was judged. */
  @Test
  void judgedAnswersHaveTheirPictures() throws Exception {
    Path board = folder.resolve("board");
    Ended judged =
        Ended.of(
            "judge",
            "--models=embedded",
            "--judge=fast",
            "--answers=" + folder.resolve("data"),
            "--out=" + board);
    assertEquals(0, judged.code(), judged.err());
    Path out = folder.resolve("good");
    Ended ended = run("--data=" + board, "--format=pairs", "--out=" + out);
    assertEquals(0, ended.code(), ended.err());
    JsonNode left = JSON.readTree(out.resolve("export.json").toFile()).path("left");
    assertEquals(1, left.path("picture_missing").asInt(), "only the one that is gone: " + left);
  }

  /** JPEG of what is transparent, shown by the question, with another token and absolute paths. */
  @Test
  void picturesComeInTheFormAskedFor() throws Exception {
    Path out =
        export(
            "swift", "--jpeg=80", "--picture-in=user", "--image-token=[IMG]", "--absolute-paths");
    JsonNode first = JSON.readTree(Files.readAllLines(out.resolve("train.jsonl")).get(0));
    assertTrue(first.path("messages").get(0).path("content").asText().startsWith("[IMG]\nWhat"));
    Path image = Path.of(first.path("images").get(0).asText());
    assertTrue(image.isAbsolute() && image.toString().endsWith(".jpg"), image.toString());
    assertNotNull(ImageIO.read(image.toFile()));
  }

  /**
   * A picture and its revision are an edit only if they are alike, were asked to differ, and did
   * not get worse.
   */
  @Test
  void editsAreOfPicturesThatAreAlike() throws Exception {
    Path data = folder.resolve("made");
    Ended made =
        Ended.of("generate", "--samples=30", "--turns=1", "--depth=2", "--seed=3", "--out=" + data);
    assertEquals(0, made.code(), made.err());
    List<String> all = edits(data, "-1");
    List<String> some = edits(data, "0.98");
    assertTrue(some.size() < all.size(), some.size() + " of " + all.size());
    assertTrue(all.containsAll(some));
    List<String> expected = new ArrayList<>();
    int worse = 0;
    for (String line : Files.readAllLines(data.resolve("dialogues-00000.jsonl"))) {
      Sample sample =
          SampleLine.parse(line, new SampleLine.Place(0, 0, "", Optional.of(data.toString())));
      List<Round> drawn = sample.turns().get(0).lineageOf("image").orElseThrow().rounds();
      for (int i = 0; i + 1 < drawn.size(); i++) {
        if (drawn.get(i).assessment() instanceof Assessment.Reviewed said
            && said.suggestion() instanceof Suggestion.Revise revise
            && !drawn.get(i).draft().image().equals(drawn.get(i + 1).draft().image())) {
          double before = said.score().orElse(0);
          if (drawn.get(i + 1).assessment().selectionScore().orElse(before) < before) {
            worse++;
          } else {
            expected.add(revise.reason());
          }
        }
      }
    }
    assertTrue(worse > 0 && !expected.isEmpty(), worse + " worse, not " + expected.size());
    Collections.sort(expected);
    Collections.sort(all);
    assertEquals(expected, all);
  }

  /** The instructions of all edits, each with two pictures beside it. */
  private List<String> edits(Path data, String similarity) throws Exception {
    Path out = folder.resolve("edits" + similarity);
    Ended ended =
        run("--data=" + data, "--format=bagel-edit", "--similarity=" + similarity, "--out=" + out);
    if (ended.code() == Seir.FAILED) {
      assertTrue(ended.err().contains("no sample gave an example"), ended.err());
      return List.of();
    }
    assertEquals(0, ended.code(), ended.err());
    List<String> instructions = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement ask = duck.createStatement();
        ResultSet found =
            ask.executeQuery(
                "select len(image_list), len(instruction_list), len(instruction_list[1]),"
                    + " instruction_list[1][1], image_list[1] = image_list[2] from '"
                    + out.resolve("data/train-00000.parquet")
                    + "'")) {
      while (found.next()) {
        assertEquals(2, found.getInt(1));
        assertEquals(1, found.getInt(2));
        assertEquals(1, found.getInt(3));
        assertFalse(found.getBoolean(5));
        instructions.add(found.getString(4));
      }
    }
    return instructions;
  }

  /** Pairs are of different rounds, and another judge than the one that chose agrees with most. */
  @Test
  void theBetterOfAPairIsBetter() throws Exception {
    Path data = folder.resolve("made");
    Ended made =
        Ended.of("generate", "--samples=40", "--turns=2", "--depth=2", "--seed=3", "--out=" + data);
    assertEquals(0, made.code(), made.err());
    Path out = folder.resolve("pairs");
    Ended ended = run("--data=" + data, "--format=hpsv3", "--preferences=image", "--out=" + out);
    assertEquals(0, ended.code(), ended.err());
    ModelsConfig models = ModelsConfig.all(EmbeddedProvider.NAME);
    JudgeRater judge = new JudgeRater(ModelAccess.to(models));
    int pairs = 0;
    int agreed = 0;
    for (JsonNode pair : JSON.readTree(out.resolve("train.json").toFile())) {
      assertNotEquals(pair.path("path1").asText(), pair.path("path2").asText());
      String caption = pair.path("prompt").asText();
      Sample sample =
          Sample.of("x").plus(Turn.asking(caption).withAnswer(caption).withCaption(caption));
      Picture better = new Picture(Files.readAllBytes(out.resolve(pair.path("path1").asText())));
      Picture worse = new Picture(Files.readAllBytes(out.resolve(pair.path("path2").asText())));
      agreed += judge.rate(sample, 0, better) > judge.rate(sample, 0, worse) ? 1 : 0;
      pairs++;
    }
    assertTrue(pairs >= 10, pairs + " pairs");
    assertTrue(agreed >= 0.8 * pairs, agreed + " of " + pairs);
  }
}
