package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.data.SampleSource;
import io.seir.pipeline.Condition;
import io.seir.pipeline.MergeDataSets;
import io.seir.report.ExportStatistics;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Several data sets to one. */
@Command(
    name = "merge",
    description = {
      "Makes one data set of several, whatever options they were made with.",
      "",
      "Every line says under \"run\" which it came from. Where two have some of the same ids, the name of",
      "the later one is put before its ids. Pictures are stored once."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir merge --data out/monday --data out/tuesday --out out/both",
      "",
      "Writes dialogues-*.jsonl, images, and a run.json with the records of all. To make a run larger,",
      "give ./seir generate a larger --samples and --resume=always instead."
    })
final class MergeCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      required = true,
      description = "A data set, or other data; given at least twice.")
  private List<Path> data = new ArrayList<>();

  @Mixin private final ImagesOption images = new ImagesOption();

  @Mixin private final WhereOption where = new WhereOption();
  @Mixin private final JobOptions run = new JobOptions();

  @Override
  public Integer call() throws Exception {
    if (data.size() < 2) {
      throw new InputException("give --data at least twice");
    }
    run.warnIfUseless(
        "nothing is asked, drawn or computed",
        "--seed",
        "--models",
        "--prompts",
        "--language",
        "--kernels");
    PipelineOptions options =
        run.runner.pipeline(Math.max(2, Runtime.getRuntime().availableProcessors()));
    run.checkOut();
    Condition condition = where.condition();
    List<MergeDataSets.Part> parts = parts(condition);
    ExportStatistics statistics = new ExportStatistics();
    Map<String, Long> taken = new HashMap<>();
    for (MergeDataSets.Part part : parts) {
      for (SampleSource source : part.files().ranges()) {
        source.read(
            sample -> {
              if (WhereOption.takes(condition, sample)) {
                statistics.add(sample, part.name());
                taken.merge(part.name(), 1L, Long::sum);
              }
            });
      }
    }
    if (statistics.dialogues() == 0) {
      throw new InputException("no sample meets --where; relax the expression");
    }
    try (RunFolder folder = run.claim(fingerprint())) {
      Pipeline pipeline = Pipeline.create(options);
      MergeDataSets.build(
          pipeline,
          parts,
          sample -> WhereOption.takes(condition, sample),
          images.pictures(),
          Locations.name(folder.path()));
      PipelineRun.run(
          pipeline,
          "Merging",
          statistics.dialogues(),
          statistics.dialogues(),
          MergeDataSets.STAGE,
          run.runner.failure());
      AtomicFile.write(
          folder.path().resolve(RunFiles.RUN_RECORD),
          (record(parts, statistics).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
      parts.forEach(
          part ->
              System.out.printf(
                  "%-20s %,d dialogues%s%n",
                  part.name(),
                  taken.getOrDefault(part.name(), 0L),
                  part.renamed() ? ", its name before each id" : ""));
      System.out.printf("Data set             %s%n", folder.path());
      return 0;
    }
  }

  private List<MergeDataSets.Part> parts(@Nullable Condition condition) throws IOException {
    List<MergeDataSets.Part> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> ids = new HashSet<>();
    long first = 0;
    for (Path path : data) {
      String own = String.valueOf(path.toAbsolutePath().normalize().getFileName());
      String name = own;
      for (int again = 2; !names.add(name); again++) {
        name = own + "-" + again;
      }
      SampleFiles files = SampleFiles.of("--data", List.of(path), SampleFiles.SAMPLES_IN_RANGE);
      Set<String> here = new HashSet<>();
      for (SampleSource source : files.ranges()) {
        source.read(
            sample -> {
              if (WhereOption.takes(condition, sample)) {
                here.add(sample.id());
              }
            });
      }
      boolean renamed = here.stream().anyMatch(ids::contains);
      for (String id : here) {
        String whole = renamed ? name + "-" + id : id;
        if (!ids.add(whole)) {
          throw new InputException("the id '" + whole + "' would occur twice; rename a folder");
        }
      }
      parts.add(new MergeDataSets.Part(name, files, first, renamed));
      first += files.samples();
    }
    return parts;
  }

  private ObjectNode record(List<MergeDataSets.Part> parts, ExportStatistics statistics)
      throws IOException {
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("asked", statistics.dialogues()).put("accepted", statistics.dialogues());
    json.putObject("bad");
    json.put("turns", statistics.turns());
    ObjectNode scores = json.putObject("scores");
    for (JudgeDimension scale : JudgeDimension.values()) {
      statistics
          .score(scale)
          .ifPresent(
              score ->
                  scores
                      .putObject(scale.name())
                      .put("dialogues", score.count())
                      .put("mean", score.mean()));
    }
    ObjectNode merged = json.putObject("merged");
    Set<JsonNode> models = new HashSet<>();
    for (int i = 0; i < parts.size(); i++) {
      Path record = data.get(i).resolve(RunFiles.RUN_RECORD);
      boolean known = Files.isDirectory(data.get(i)) && Files.exists(record);
      JsonNode of =
          known
              ? JsonCoder.mapper().readTree(Files.readString(record))
              : JsonCoder.mapper().createObjectNode();
      models.add(of.path("models"));
      merged.set(parts.get(i).name(), of);
    }
    if (models.size() == 1 && models.iterator().next().isObject()) {
      json.set("models", models.iterator().next()); // the same in all
    }
    return json;
  }

  private TreeMap<String, String> fingerprint() {
    TreeMap<String, String> fingerprint = run.fingerprint();
    fingerprint.remove("seed");
    for (int i = 0; i < data.size(); i++) {
      fingerprint.put("data." + i, data.get(i) + " " + Fingerprints.ofFileOrFolder(data.get(i)));
    }
    fingerprint.put("images", images.toString());
    fingerprint.put("where", String.valueOf(where.expression));
    return fingerprint;
  }
}
