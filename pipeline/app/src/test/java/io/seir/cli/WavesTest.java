package io.seir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.ask.ModelAccess;
import io.seir.embedded.EmbeddedProvider;
import io.seir.input.TemplatesFile;
import io.seir.journal.JournalFolder;
import io.seir.judge.Judge;
import io.seir.judge.ModelJudge;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.Generation;
import io.seir.pipeline.Portions;
import io.seir.pipeline.RunDetails;
import io.seir.refine.RefinementConfig;
import io.seir.run.RunFiles;
import io.seir.safety.Unsafe;
import io.seir.sample.JsonCoder;
import io.seir.sample.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a wave is changes how much is in memory, and nothing in the data set. */
class WavesTest {
  /** Small files, so that small waves are whole files. */
  private static final int FILE = 10;

  @TempDir Path folder;

  /** Every file of a run but what it keeps for itself, and its journal. */
  private static SortedMap<String, String> files(Path out) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString();
        if (!name.startsWith(RunFiles.PRIVATE) && !name.startsWith(RunFiles.JOURNAL)) {
          files.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return files;
  }

  private Path run(
      String name,
      long wave,
      DialoguePlan plan,
      @Nullable Judge judge,
      Acceptance acceptance,
      long attempts)
      throws IOException {
    Path out = Files.createDirectories(folder.resolve(name)).toAbsolutePath();
    Path journal = folder.resolve(RunFiles.JOURNAL); // the pictures lie in each data set
    Generation run =
        new Generation(
            plan,
            RefinementConfig.ofDepth(0),
            ModelAccess.to(ModelsConfig.all(EmbeddedProvider.NAME))
                .withJournal(new JournalFolder(journal.toString())),
            judge,
            Unsafe.DROP,
            FeatureSettings.AUTO,
            acceptance,
            new Generation.Target(out.toString(), siblings()),
            new Portions(FILE, FILE, wave),
            new RunDetails(new TreeMap<>(), new TreeMap<>()));
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=DirectRunner", "--blockOnRun=false", "--targetParallelism=2")
            .create();
    new GenerationRun("Test", options, run, attempts, Optional::empty).run();
    return out;
  }

  /** The data sets that know the pictures of the common journal. */
  private List<String> siblings() throws IOException {
    List<String> siblings = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(f -> !f.endsWith(RunFiles.JOURNAL))
          .forEach(f -> siblings.add(f.toAbsolutePath().toString()));
    }
    return siblings;
  }

  private static JsonNode record(Path out) throws IOException {
    return JsonCoder.mapper().readTree(out.resolve(RunFiles.RUN_RECORD).toFile());
  }

  @Test
  void wavesOfAnySizeWriteTheSameBytes() throws Exception {
    List<Topic> topics =
        Stream.of("a cat", "a violin", "", "a lighthouse", "the meaning of justice", "a boat")
            .map(Topic::of)
            .toList();
    DialoguePlan plan = new DialoguePlan(3, 40, 1, 1, topics, TemplatesFile.shipped());
    SortedMap<String, String> whole =
        files(run("whole", 40, plan, null, Acceptance.ALL, plan.samples()));
    assertTrue(whole.containsKey("dialogues-00003.jsonl"), whole.keySet().toString());
    assertTrue(whole.containsKey("bad/bad-00003.jsonl"), whole.keySet().toString());
    for (int wave : new int[] {10, 30}) {
      Path out = run("waves-of-" + wave, wave, plan, null, Acceptance.ALL, plan.samples());
      assertEquals(whole, files(out), "waves of " + wave);
      long waves = wave == FILE ? 4 : 3; // of 10; of 10, 20 and 10
      assertTrue(Files.exists(out.resolve(".seir/wave-" + (waves - 1) + ".json")));
      assertFalse(Files.exists(out.resolve(".seir/wave-" + waves + ".json")));
    }
  }

  /**
   * Every other topic is empty, and of the first 14 more than that, so that the next span is long:
   * it begins in the middle of a wave, and enough pass before its last waves.
   */
  @Test
  void theSamePassAndTheSameAreTriedWhateverTheWaves() throws Exception {
    List<Topic> topics = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      topics.add(Topic.of(i % 2 == 0 ? "a cat" : ""));
    }
    DialoguePlan plan = new DialoguePlan(12, 14, 1, 1, topics, TemplatesFile.shipped());
    Acceptance gate = Acceptance.checked("iq>=0");
    Path whole = run("whole", 1000, plan, ModelJudge.plain(), gate, 80);
    Path waves = run("waves", FILE, plan, ModelJudge.plain(), gate, 80);
    assertEquals(files(whole), files(waves));
    JsonNode run = record(waves);
    assertEquals(14, run.path("accepted").asInt(), run.toString());
    assertEquals(71, run.path("attempted").asInt(), "3 of 14 passed, so 57 more: " + run);
    assertTrue(run.path("rejected").path("surplus").asInt() > FILE, "a wave wants none: " + run);
  }
}
