package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.journal.JournalFolder;
import io.seir.sample.JsonCoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeirTest {
  @TempDir Path folder;

  private static Ended run(String... args) {
    return Ended.of(args);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bogus | unknown option '--bogus'",
        "--bogus 3 | unknown option '--bogus'",
        "--bogus=3 | unknown option '--bogus'",
        "extra | unexpected argument 'extra'",
        "--samples 0 | --samples must be a whole number from 1 to 10000000, not 0",
        "--samples -5 | --samples must be a whole number from 1 to 10000000, not -5",
        "--samples 99999999999999999999 | '99999999999999999999' is not a whole number",
        "--samples many | 'many' is not a whole number",
        "--turns 0 | '0' is not N or A-B with 1 ≤ A ≤ B ≤ 20",
        "--turns 3-1 | '3-1' is not N or A-B",
        "--turns 1-99 | '1-99' is not N or A-B",
        "--turns x | 'x' is not N or A-B",
        "--depth -1 | --depth must be a whole number from 0 to 20, not -1",
        "--depth 1000 | --depth must be a whole number from 0 to 20, not 1000",
        "--image-depth 21 | --image-depth must be a whole number from 0 to 20, not 21",
        "--plateau 0 | --plateau must be a whole number from 1 to 20, not 0",
        "--plateau 1 --select last | --plateau works only with --select best; leave it out",
        "--max-attempts 9 | --max-attempts works only with --accept",
        "--select worst | --select",
        "--topics /does/not/exist | topics file /does/not/exist does not exist",
        "--templates /does/not/exist | templates file /does/not/exist does not exist",
        "--lenient | --lenient applies only to --topics and --templates; leave it out",
        "--prompts /does/not/exist | --prompts /does/not/exist is not a folder",
        "--accelerator x | --accelerator works only with a runner that can attach accelerators",
        "--runner=NoSuchRunner | NoSuchRunner",
        "--targetParallelism=abc | --targetParallelism=abc"
      })
  void badUsageIsOneLineThatNamesItAndExitTwo(String options, String said) {
    Path out = folder.resolve("out");
    Ended ended = run(("generate --out " + out + " " + options).split(" "));
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().startsWith("seir: "), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
    assertFalse(Files.exists(out), "nothing is made before the options are right");
  }

  @Test
  void aPlaceForTheResultsIsRequired() {
    Ended ended = run("generate");
    assertEquals(Seir.USAGE, ended.code());
    assertTrue(ended.err().startsWith("seir: --out is required: the folder to write"), ended.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "judge --answers none.jsonl --judge fast --repeats 3",
        "judge --answers none.jsonl --clear 0.5",
        "score --data none.jsonl --accelerator x",
        "score --embeddings a.npy,b.npy --images ."
      })
  void anOptionThatWouldDoNothingIsRefused(String options) {
    Ended ended = run((options + " --out " + folder.resolve("out")).split(" "));
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertTrue(
        ended.err().matches("seir: --[a-z]+ works only with .*; leave it out\\R"), ended.err());
  }

  @Test
  void anOccupiedFolderIsNotTouched() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    Ended ended = run("generate", "--out", folder.toString());
    assertEquals(Seir.USAGE, ended.code());
    assertTrue(ended.err().contains("already contains"), ended.err());
    assertEquals(1, folder.toFile().list().length);
  }

  @Test
  void generateEndsWithASummaryAndAContactSheet() throws Exception {
    Path out = folder.resolve("out");
    Ended ended =
        run("generate", "--samples", "3", "--turns", "1", "--depth", "1", "--out", out.toString());
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("Asked for 3 dialogues: 3 accepted, 0 bad"), ended.out());
    assertTrue(ended.out().contains("SynJudge"), ended.out());
    assertTrue(Files.size(out.resolve("contact-sheet.png")) > 10_000);
    Ended again = run("generate", "--out", out.toString());
    assertEquals(Seir.USAGE, again.code());
    Ended resumed =
        run(
            "generate",
            "--samples=3",
            "--turns=1",
            "--depth=1",
            "--resume",
            "--targetParallelism=2",
            "--out=" + out);
    assertEquals(0, resumed.code(), resumed.err());
    assertTrue(again.err().contains("a finished run"), again.err());
  }

  @Test
  void faultyTemplatesAreRefusedOrSkippedAndCounted() throws Exception {
    Path templates = folder.resolve("templates.txt");
    Files.writeString(templates, "Tell me about **.\nWhy?\nHow {old} is it?\n");
    Path out = folder.resolve("out");
    String line = "generate --samples=1 --turns=1 --depth=0 --templates=" + templates;
    refused(
        "templates.txt, line 2: 'Why?' has no slot (2 of 3 templates are faulty); put one in",
        (line + " --out=" + out).split(" "));
    assertFalse(Files.exists(out));
    Ended lenient = run((line + " --lenient --out=" + out).split(" "));
    assertEquals(0, lenient.code(), lenient.err());
    assertTrue(
        lenient.err().contains("2 of 3 templates skipped (--lenient); the first: line 2: 'Why?'"),
        lenient.err());
    JsonNode run = JsonCoder.mapper().readTree(out.resolve("run.json").toFile());
    assertEquals(2, run.path("options").path("skippedEntries").asInt());
    assertTrue(Files.readString(out.resolve("dialogues-00000.jsonl")).contains("about ***."));
  }

  @Test
  void aRunThatComesToNothingFailsAndSaysWhere() throws Exception {
    Path topics = Files.writeString(folder.resolve("topics.txt"), "the meaning of justice\n");
    Path out = folder.resolve("out");
    Ended ended =
        run("generate", "--samples", "2", "--topics", topics.toString(), "--out", out.toString());
    assertEquals(Seir.FAILED, ended.code());
    assertTrue(ended.err().contains("no dialogue was accepted"), ended.err());
    assertTrue(ended.out().contains("undrawable_topic"), ended.out());
    assertFalse(ended.out().contains("0.00"), "no invented scores: " + ended.out());
    assertTrue(Files.readString(out.resolve("run.json")).contains("sha256:"));
  }

  /** What depths have in common is one call in the journal, and counts in each data set. */
  private static void askedOnce(Path out) throws Exception {
    long counted = 0;
    try (Stream<Path> files = Files.walk(out)) {
      for (Path record : files.filter(file -> file.endsWith("run.json")).toList()) {
        JsonNode usage = JsonCoder.mapper().readTree(record.toFile()).path("usage");
        counted += usage.path("calls").asLong();
      }
    }
    long[] made = {0};
    new JournalFolder(out + "/journal")
        .open()
        .forEach(entry -> made[0] += entry.outcome().usage().calls());
    assertTrue(made[0] > 0 && made[0] < 0.7 * counted, made[0] + " calls of " + counted);
  }

  @Test
  void ablateComparesDepths() throws Exception {
    Path out = folder.resolve("out");
    Ended ended =
        run(
            "ablate",
            "--depths",
            "0,1",
            "--stages",
            "answer,image",
            "--each-stage",
            "--samples",
            "4",
            "--out",
            out.toString());
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("0 → 1"), ended.out());
    assertTrue(Files.exists(out.resolve("ablation.png")));
    assertTrue(Files.exists(out.resolve("depth-1/run.json")));
    JsonNode stages =
        JsonCoder.mapper().readTree(out.resolve("ablation.json").toFile()).path("stages");
    List<String> labels = new ArrayList<>();
    stages.fieldNames().forEachRemaining(labels::add);
    assertEquals(List.of("none", "AR", "IR", "all"), labels);
    assertEquals(4, stages.path("IR").path("ITS").path("overNone").path("count").asInt());
    askedOnce(out);
    Ended summary = run("summary", out.toString());
    assertEquals(Seir.USAGE, summary.code());
    assertTrue(summary.err().contains("contains no run of ./seir generate"), summary.err());
    try (Stream<Path> pictures = Files.walk(out.resolve("depth-0/images"))) {
      for (Path picture : pictures.filter(Files::isRegularFile).toList()) {
        Files.delete(picture); // as if a fault had left them to a later depth
      }
    }
    Ended resumed =
        run(
            "ablate",
            "--depths=0,1",
            "--stages=answer,image",
            "--each-stage",
            "--samples=4",
            "--resume",
            "--out=" + out);
    assertEquals(0, resumed.code(), resumed.err());
    refused("compares with depth 0", "ablate", "--each-stage", "--depths=1,2", "--out=" + out + 2);
    refused("two different depths", "ablate", "--depths=2", "--out=" + out + 2);
    refused("'--stages'", "ablate", "--stages=judge", "--out=" + out + 2);
  }

  @Test
  void doctorAndHelp() throws Exception {
    Ended doctor = run("doctor", "--json");
    assertEquals(0, doctor.code(), doctor.err());
    assertEquals(
        "works",
        JsonCoder.mapper().readTree(doctor.out()).path("embeddedModels").path("state").asText());
    assertTrue(run("doctor").out().contains("Everything works."));
    Path generated = folder.resolve("generated");
    assertEquals(
        0, run("generate", "--samples=1", "--turns=1", "--depth=0", "--out=" + generated).code());
    Ended help = run("generate", "--help");
    assertEquals(0, help.code());
    assertTrue(help.out().contains("Examples:"), help.out());
    refused("Usage: seir");
    refused("unknown command 'frobnicate'", "frobnicate");
    Ended mistyped = run("genrate");
    assertTrue(mistyped.err().contains("did you mean generate"), mistyped.err());
    mistyped = run("generate", "--sample", "3", "--out", folder.resolve("x").toString());
    assertTrue(mistyped.err().contains("did you mean --samples"), mistyped.err());
    assertTrue(run("generate", "--samples", "abc").err().contains("is not a whole number"));
    JsonNode kernels = JsonCoder.mapper().readTree(doctor.out()).path("kernels");
    String engine = kernels.path("engine").asText();
    assertTrue(kernels.path("why").asText().startsWith(engine + ", "), kernels.toString());
    JsonNode run = JsonCoder.mapper().readTree(generated.resolve("run.json").toFile());
    assertEquals(kernels, run.path("kernels"), "a run says the same");
    Ended cuda = run("generate", "--kernels", "cuda", "--out", folder.resolve("x").toString());
    if (cuda.code() != 0) {
      assertEquals(Seir.USAGE, cuda.code());
      assertTrue(cuda.err().startsWith("seir: --kernels cuda: "), cuda.err());
      assertFalse(Files.exists(folder.resolve("x")));
    }
    assertEquals(0, run("help").code());
  }

  private static void refused(String said, String... line) {
    Ended ended = run(line);
    assertEquals(Seir.USAGE, ended.code(), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
  }
}
