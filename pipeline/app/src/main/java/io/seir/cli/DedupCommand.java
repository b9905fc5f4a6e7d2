package io.seir.cli;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.duplicates.DuplicateRule;
import io.seir.duplicates.FindNearDuplicateRows;
import io.seir.duplicates.FindNearDuplicates;
import io.seir.pipeline.Condition;
import io.seir.pipeline.DropDuplicateRows;
import io.seir.pipeline.DropDuplicates;
import io.seir.pipeline.FeatureSettings;
import io.seir.report.DuplicatesReport;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.sample.JsonCoder;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the duplicates in a data set, and writes the data set without them. */
@Command(
    name = "dedup",
    description = {
      "Finds samples that repeat others, and says which to keep.",
      "",
      "Compares contents, then hashes of pictures and texts, and then, if ./seir score has written"
          + " encoder rows, each turn with the nearest turn before it. A sample is dropped if a"
          + " sample that is kept has a match for each of its turns. Among equals, the one with the"
          + " best scores is kept, then the earliest.",
      "",
      "It reads whatever ./seir score reads, and does not change its input."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir dedup --data out/demo --out out/demo-duplicates",
      "  ./seir score --data out/demo --out out/demo-features",
      "  ./seir dedup --data out/demo --vectors out/demo-features --write --out out/demo-unique",
      "  ./seir dedup --data pairs.jsonl --by image --image-bits 2 --out out/same-pictures",
      "  ./seir dedup --data out/demo --where 'its>=4' --write --out out/good",
      "  ./seir dedup --rows rows.npy --row-cosine 0.97 --out out/rows",
      "",
      "Writes clusters-*.jsonl, what to keep (keep-*.jsonl; for rows the mask keep.npy),"
          + " topics.jsonl, duplicates.json, and duplicates.html to choose thresholds by; with"
          + " --write the data set."
    })
final class DedupCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      description = "Data to search for duplicates; may be given several times.")
  private List<Path> data = new ArrayList<>();

  @Mixin private final ImagesOption images = new ImagesOption();

  @Mixin private final WhereOption where = new WhereOption();

  @Option(
      names = "--vectors",
      paramLabel = "DIR",
      description =
          "The --out folder of ./seir score on the same --data, with the same --where: its rows find"
              + " duplicates that hashes miss (default: rows in the --data folder, if any).")
  private @Nullable Path vectors;

  @Option(
      names = "--rows",
      paramLabel = "FILE.npy",
      split = ",",
      description = "Rows without samples, in one or more NumPy files; instead of --data.")
  private List<Path> rows = new ArrayList<>();

  @Mixin private final DuplicateOptions alike = new DuplicateOptions();

  @Option(
      names = "--row-cosine",
      paramLabel = "N",
      defaultValue = "" + DuplicateRule.PICTURES,
      description = "Lowest cosine at which two --rows match (default: ${DEFAULT-VALUE}).")
  private double rowCosine;

  @Option(names = "--write", description = "Also write the data set without the duplicates.")
  private boolean write;

  @Mixin private final AcceleratorOption accelerator = new AcceleratorOption();

  @Mixin private final JobOptions run = new JobOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (data.isEmpty() == rows.isEmpty()) {
      throw new InputException("give either --data or --rows");
    }
    if (data.isEmpty()) {
      Usage.refuse(
          command,
          "--data",
          "--images",
          "--where",
          "--vectors",
          "--by",
          "--image-cosine",
          "--text-cosine",
          "--image-bits",
          "--text-overlap",
          "--write");
    } else {
      Usage.refuse(command, "--rows", "--row-cosine");
    }
    accelerator.check(run.runner.support());
    run.warnIfUseless("dedup calls no model", "--seed", "--models", "--prompts", "--language");
    PipelineOptions options =
        run.runner.pipeline(Math.max(2, Runtime.getRuntime().availableProcessors()));
    run.checkOut();
    run.kernels.check(run.runner.support());
    return rows.isEmpty() ? samples(options) : rows(options);
  }

  private int samples(PipelineOptions options) throws Exception {
    DuplicateRule rule = alike.rule();
    Condition condition = where.condition();
    SampleFiles files = SampleFiles.of("--data", data, SampleFiles.SAMPLES_IN_RANGE);
    TakenSamples taken = TakenSamples.of(files, condition);
    Optional<Vectors> found = vectors(taken, rule);
    SamplePictures pictures = images.pictures();
    try (RunFolder folder = run.claim(fingerprint(rule, found))) {
      Pipeline pipeline = Pipeline.create(options);
      FindNearDuplicates find =
          FindNearDuplicates.by(rule, pictures).with(search()).forSamples(taken.samples());
      DropDuplicates.build(
          pipeline,
          WhereOption.of(condition, ReadSamples.of(files)),
          found.map(find::withVectors).orElse(find),
          pictures,
          write,
          files.systems().size() > 1,
          Locations.name(folder.path()));
      long compared =
          found.stream()
              .flatMap(of -> of.combinations(rule.kinds()).values().stream())
              .mapToLong(RowSet::rows)
              .sum();
      run(pipeline, taken.samples(), taken.samples() + compared + (write ? taken.samples() : 0));
      long bad = BadFiles.count(folder.path());
      BadFiles.tell(folder.path(), bad, "samples have an unreadable picture and were kept");
      DuplicatesReport report =
          DuplicatesReport.read(
              folder.path(),
              new DuplicatesReport.Source(
                  "samples", taken.samples(), bad, rule, found.map(Vectors::encoder)));
      report.write();
      if (write) {
        record(folder.path(), taken.samples() - report.dropped());
      }
      return tell(report, folder.path());
    }
  }

  private int rows(PipelineOptions options) throws Exception {
    RowSet set = RowSet.ofNpy(rows);
    if (set.rows() == 0) {
      throw new InputException("--rows contains no rows");
    }
    DuplicateRule rule = DuplicateRule.ofRows(rowCosine);
    try (RunFolder folder = run.claim(fingerprint(rule, Optional.empty()))) {
      Pipeline pipeline = Pipeline.create(options);
      DropDuplicateRows.build(
          pipeline,
          set,
          FindNearDuplicateRows.from(rowCosine).with(search()),
          Locations.name(folder.path()));
      run(pipeline, set.rows(), set.rows());
      DuplicatesReport report =
          DuplicatesReport.read(
              folder.path(),
              new DuplicatesReport.Source("rows", set.rows(), 0, rule, Optional.empty()));
      report.write();
      return tell(report, folder.path());
    }
  }

  private void run(Pipeline pipeline, long samples, long steps) {
    PipelineRun.run(
        pipeline,
        "Comparing",
        steps,
        samples,
        rows.isEmpty() ? FindNearDuplicates.STAGE : "similar",
        run.runner.failure());
  }

  private static int tell(DuplicatesReport report, Path folder) {
    report.print(System.out);
    System.out.printf("%-12s %s%n", "page", folder.resolve("duplicates.html"));
    return 0;
  }

  private RowSearch search() {
    return new FeatureSettings(run.kernels.choice, accelerator.hint).search();
  }

  private Optional<Vectors> vectors(TakenSamples taken, DuplicateRule rule) throws IOException {
    if (vectors != null) {
      Vectors given = Vectors.read(vectors);
      check(given, taken, rule);
      return Optional.of(given);
    }
    boolean own = data.size() == 1 && Vectors.in(data.get(0));
    if (!own) {
      System.err.println(
          "seir: without --vectors, only contents and hashes are compared; ./seir score writes"
              + " vectors that also find rewordings");
      return Optional.empty();
    }
    Vectors beside = Vectors.read(data.get(0));
    if (where.expression != null && !taken.are(beside, rule.kinds())) {
      System.err.println(
          "seir: the vectors in --data also cover samples that do not meet --where, so only contents"
              + " and hashes are compared; ./seir score with the same --where writes --vectors for"
              + " this");
      return Optional.empty();
    }
    check(beside, taken, rule);
    return Optional.of(beside);
  }

  private void check(Vectors of, TakenSamples taken, DuplicateRule rule) throws IOException {
    if (!taken.are(of, rule.kinds())) {
      throw new InputException(
          where.expression == null
              ? "the vectors cover "
                  + of.turns()
                  + " turns, but --data has "
                  + taken.turns()
                  + "; give the --data that ./seir score read, and score it without --where"
              : "the vectors are not of the samples that meet --where; give the --out folder of"
                  + " ./seir score with the same --data and --where");
    }
    if (of.combinations(rule.kinds()).isEmpty()) {
      System.err.printf(
          "seir: no turn has a row of %s, so only contents and hashes are compared%n",
          String.join(", ", rule.kinds()));
    }
  }

  /** Writes the record that makes the folder a data set for other commands. */
  private static void record(Path folder, long kept) throws IOException {
    String json =
        JsonCoder.mapper()
            .createObjectNode()
            .put("asked", kept)
            .put("accepted", kept)
            .toPrettyString();
    AtomicFile.write(
        folder.resolve(RunFiles.RUN_RECORD), (json + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private TreeMap<String, String> fingerprint(DuplicateRule rule, Optional<Vectors> found) {
    TreeMap<String, String> fingerprint = run.fingerprint();
    fingerprint.remove("seed");
    data.forEach(path -> fingerprint.put("data." + path, Fingerprints.ofFileOrFolder(path)));
    rows.forEach(path -> fingerprint.put("rows." + path, Fingerprints.of(path)));
    fingerprint.put("images", images.toString());
    fingerprint.put("where", String.valueOf(where.expression));
    fingerprint.put("rule", rule.toString());
    fingerprint.put("vectors", found.map(of -> Fingerprints.of(of.toString())).orElse("none"));
    fingerprint.put("write", Boolean.toString(write));
    return fingerprint;
  }
}
