package io.seir.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.DataSetLines;
import io.seir.blob.Locations;
import io.seir.cli.Ended;
import io.seir.journal.JournalFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with everything on gs://, against a storage that fails now and then. */
class GcsRunTest {
  private static FakeStorage storage;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    long seed = Long.getLong("seir.seed", System.nanoTime());
    System.out.println("seir.seed=" + seed);
    storage = new FakeStorage(Set.of("data", "sealed"), Set.of("sealed"), 0.05, seed);
    System.setProperty("seir.gcs.endpoint", storage.endpoint());
    storage.put("data", "in/topics.txt", "a cat\na lighthouse\nthe meaning of justice\na violin\n");
    storage.put("data", "in/templates.json", "[\"What is {topic}? Show me.\"]");
    storage.put("data", "in/models.yaml", "judge: {provider: embedded}\n");
  }

  @AfterAll
  static void stop() {
    System.clearProperty("seir.gcs.endpoint");
    System.out.println(storage.faults() + " faults in " + storage.requests());
    storage.close();
  }

  private static Set<String> dialogues(Path out) throws IOException {
    Set<String> lines = new TreeSet<>();
    DataSetLines.read(out, dialogue -> lines.add(dialogue.toString()));
    return lines;
  }

  private static Set<String> pictures(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out.resolve("images"))) {
      Set<String> names = new TreeSet<>();
      files.filter(Files::isRegularFile).forEach(f -> names.add(f.getFileName().toString()));
      return names;
    }
  }

  private static Ended generate(String out, String inputs, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "generate",
                "--samples=12",
                "--turns=1",
                "--depth=1",
                "--seed=4",
                "--topics=" + inputs + "/topics.txt",
                "--templates=" + inputs + "/templates.json",
                "--models=" + inputs + "/models.yaml",
                "--out=" + out));
    line.addAll(List.of(more));
    return Ended.of(line.toArray(String[]::new));
  }

  @Test
  void aRunOnStorageIsExactInSpiteOfItsFaults() throws Exception {
    for (String input : List.of("topics.txt", "templates.json", "models.yaml")) {
      Files.writeString(
          folder.resolve(input), Files.readString(Locations.path("gs://data/in/" + input)));
    }
    Ended here = generate(folder.resolve("here").toString(), folder.toString());
    assertEquals(0, here.code(), here.err());
    Ended there = generate("gs://data/runs/one", "gs://data/in");
    assertEquals(0, there.code(), there.err());
    assertTrue(storage.faults() > 0, "some requests failed");
    Path out = Locations.path("gs://data/runs/one/");
    assertEquals(dialogues(folder.resolve("here")), dialogues(out));
    assertEquals(pictures(folder.resolve("here")), pictures(out));
    assertEquals(
        Files.readString(folder.resolve("here/run.json")),
        Files.readString(out.resolve("run.json")));
    assertEquals(
        Files.readString(folder.resolve("here/bad/bad-00000.jsonl")),
        Files.readString(out.resolve("bad/bad-00000.jsonl")));
    assertTrue(storage.names().contains("data/runs/one/contact-sheet.png"));

    Ended occupied = generate("gs://data/runs/one", "gs://data/in");
    assertEquals(2, occupied.code());
    assertTrue(occupied.err().contains("a finished run"), occupied.err());
    int[] calls = {0};
    new JournalFolder("gs://data/runs/one/journal").open().forEach(entry -> calls[0]++);
    Ended again = generate("gs://data/runs/one", "gs://data/in", "--resume=always");
    assertEquals(0, again.code(), again.err());
    int[] after = {0};
    new JournalFolder("gs://data/runs/one/journal").open().forEach(entry -> after[0]++);
    assertTrue(calls[0] > 50);
    assertEquals(calls[0], after[0], "nothing was asked for again");
    assertEquals(dialogues(folder.resolve("here")), dialogues(out));
    assertEquals(0, Ended.of("summary", "gs://data/runs/one").code());
    exportsAreTheSameThere();
    rowsAndWhatIsFoundByThemAreTheSameThere();
  }

  /** Rows, duplicates and neighbours on storage have the files of those on disk. */
  private void rowsAndWhatIsFoundByThemAreTheSameThere() throws IOException {
    List<Map<String, String>> found = new ArrayList<>();
    for (String root : List.of(folder.resolve("found").toString(), "gs://data/found")) {
      String data = "--data=gs://data/runs/one";
      String vectors = "--vectors=" + root + "/rows";
      List<List<String>> commands =
          List.of(
              List.of("score", data, "--out=" + root + "/rows"),
              List.of("dedup", data, vectors, "--write", "--out=" + root + "/unique"),
              List.of("neighbours", vectors, data, "--text=a cat", "--out=" + root + "/near"));
      for (List<String> command : commands) {
        Ended ended = Ended.of(command.toArray(String[]::new));
        assertEquals(0, ended.code(), command + ended.err());
      }
      Map<String, String> files = new TreeMap<>();
      for (String name : List.of("rows", "unique", "near")) {
        files(Locations.path(root + "/" + name + "/"))
            .forEach((file, content) -> files.put(name + "/" + file, content));
      }
      found.add(files);
    }
    assertTrue(
        found.get(0).containsKey("rows/vectors/image-00000.npy"), "" + found.get(0).keySet());
    assertTrue(found.get(0).containsKey("unique/duplicates.json"), "" + found.get(0).keySet());
    assertEquals(found.get(0).keySet(), found.get(1).keySet());
    found.get(0).forEach((name, content) -> assertEquals(content, found.get(1).get(name), name));
  }

  /** An export on storage has the files of one on disk. */
  private void exportsAreTheSameThere() throws IOException {
    for (String format : List.of("hf", "swift", "webdataset", "imagefolder")) {
      Path disk = folder.resolve(format);
      String objects = "gs://data/exports/" + format;
      for (String to : List.of(disk.toString(), objects)) {
        Ended ended =
            Ended.of("export", "--data=gs://data/runs/one", "--format=" + format, "--out=" + to);
        assertEquals(0, ended.code(), ended.err());
      }
      assertEquals(files(disk), files(Locations.path(objects + "/")), format);
    }
  }

  /** What is in a folder, by name; what the command keeps for itself left out. */
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (!name.contains(".seir/")) {
          files.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  @Test
  void aMissingBucketOrPermissionIsOneMessage() {
    for (String bucket : List.of("missing", "sealed")) {
      Ended ended = generate("gs://" + bucket + "/x", "gs://data/in");
      assertEquals(1, ended.code(), ended.err());
      List<String> said = ended.err().lines().filter(l -> l.startsWith("seir: ")).toList();
      assertEquals(1, said.size(), ended.err());
      assertTrue(said.get(0).contains("gs://" + bucket), ended.err());
      assertFalse(storage.names().stream().anyMatch(name -> name.startsWith(bucket)));
    }
    Ended input = generate("gs://data/y", "gs://missing/in");
    assertEquals(2, input.code(), input.err());
    assertTrue(input.err().contains("topics"), input.err());
  }
}
