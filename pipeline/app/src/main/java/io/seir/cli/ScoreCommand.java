package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.features.ExtractFeatures;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Condition;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.RetrievalRanks;
import io.seir.pipeline.ScoreDataSet;
import io.seir.pipeline.ScoreEmbeddings;
import io.seir.report.DiversityReport;
import io.seir.report.FeatureReport;
import io.seir.report.RanksReport;
import io.seir.run.RunFolder;
import io.seir.similar.RowSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Computes features of image-text data. */
@Command(
    name = "score",
    description = {
      "Computes similarity, synergy and image-quality features and retrieval ranks of image-text"
          + " data.",
      "",
      "Needs an encoder (judgeEncoder in --models) but no model server.",
      "",
      "The data are JSONL (answers, InterSyn dialogues, or pairs of text or caption and image), a"
          + " data set's folder, WebDataset shards (.tar), or Parquet tables with pictures or their"
          + " paths."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir score --data out/demo --out out/demo-features",
      "  ./seir score --data pairs.jsonl --images pictures --models clip.yaml --out out/features",
      "  ./seir score --data shard-000.tar --data shard-001.tar --models clip.yaml --out out/tars",
      "  ./seir score --data laion.parquet --no-ranks --models embedded --out out/table",
      "  ./seir score --embeddings texts.npy,images.npy --out out/ranks",
      "",
      "Writes features-*.jsonl and .parquet, ranks-*.jsonl, ranks.json, diversity.json,"
          + " features.json, features.png, and in vectors/ the rows of questions, answers and"
          + " pictures as .npy files (fp16)."
    })
final class ScoreCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      description = "What to score; may be given several times.")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--embeddings",
      paramLabel = "TEXT.npy,IMAGE.npy",
      split = ",",
      description = "Score embeddings that you already have; row i of both files is a pair.")
  private List<Path> embeddings = new ArrayList<>();

  @Mixin private final ImagesOption images = new ImagesOption();

  @Mixin private final WhereOption where = new WhereOption();

  @Option(
      names = "--no-ranks",
      description =
          "Do not rank every text and picture against all others (the work grows with the square"
              + " of the number of turns).")
  private boolean noRanks;

  @Mixin private final AcceleratorOption accelerator = new AcceleratorOption();

  @Mixin private final JobOptions run = new JobOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (data.isEmpty() == embeddings.isEmpty()) {
      throw new InputException("give --data FILE or --embeddings TEXT.npy,IMAGE.npy");
    }
    if (data.isEmpty()) {
      Usage.refuse(command, "--data", "--images", "--where", "--models", "--accelerator");
    }
    accelerator.check(run.runner.support());
    ModelsConfig models = run.models();
    PipelineOptions options =
        run.runner.pipeline(Math.max(2, Runtime.getRuntime().availableProcessors()));
    run.checkOut();
    run.warnIfUseless("scoring uses no randomness", "--seed");
    run.warnIfUseless("no model is asked", "--prompts", "--language");
    run.kernels.check(run.runner.support());
    return embeddings.isEmpty() ? samples(models, options) : rows(models, options);
  }

  private int samples(ModelsConfig models, PipelineOptions options) throws Exception {
    Condition condition = where.condition();
    SampleFiles files = SampleFiles.of("--data", data, SampleFiles.SAMPLES_IN_RANGE);
    Cautions.checkEncoder(models, "--data", data);
    try (RunFolder folder = run.claim(fingerprint(models))) {
      Pipeline pipeline = Pipeline.create(options);
      ScoreDataSet.build(
          pipeline,
          WhereOption.of(condition, ReadSamples.of(files).inLargeBundles()),
          models,
          images.pictures(),
          new FeatureSettings(run.kernels.choice, accelerator.hint),
          models.identities().getOrDefault(ModelRole.JUDGE_ENCODER.key(), ""),
          files.samples(),
          !noRanks,
          Locations.name(folder.path()));
      return run(pipeline, files.samples(), noRanks ? 0 : files.turns(), folder);
    }
  }

  private int rows(ModelsConfig models, PipelineOptions options) throws Exception {
    if (embeddings.size() != 2) {
      throw new InputException("--embeddings needs two files: TEXT.npy,IMAGE.npy");
    }
    RowSet texts = RowSet.ofNpy(embeddings.subList(0, 1));
    RowSet pictures = RowSet.ofNpy(embeddings.subList(1, 2));
    if (!shape(texts).equals(shape(pictures))) {
      throw new InputException(
          "--embeddings must hold pairs of equal shape, but the texts are "
              + shape(texts)
              + " and the pictures "
              + shape(pictures));
    }
    long pairs = texts.rows();
    if (pairs == 0) {
      throw new InputException("--embeddings contain no rows");
    }
    try (RunFolder folder = run.claim(fingerprint(models))) {
      Pipeline pipeline = Pipeline.create(options);
      ScoreEmbeddings.build(
          pipeline, texts, pictures, !noRanks, run.kernels.choice, Locations.name(folder.path()));
      return run(pipeline, pairs, noRanks ? 0 : pairs, folder);
    }
  }

  private static String shape(RowSet rows) {
    return rows.rows() + " × " + rows.dimension() + " " + rows.type();
  }

  private int run(Pipeline pipeline, long samples, long ranked, RunFolder folder) throws Exception {
    long start = System.nanoTime();
    StageMetrics metrics =
        PipelineRun.run(
            pipeline,
            "Scoring",
            samples + ranked,
            samples,
            ExtractFeatures.STAGE,
            run.runner.failure());
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    long bad = BadFiles.count(folder.path());
    BadFiles.tell(folder.path(), bad, "samples have no features");
    FeatureReport report = FeatureReport.read(folder.path(), ScoreDataSet.NAME);
    report.write(folder.path());
    report.print(System.out);
    DiversityReport.read(folder.path()).ifPresent(diversity -> diversity.print(System.out));
    if (report.turns() == 0 && where.expression != null) {
      System.err.println("seir: no sample meets --where; relax the expression");
      return Seir.FAILED;
    }
    Path ranks = folder.path().resolve(RetrievalRanks.SUMMARY);
    if (Files.exists(ranks)) {
      RanksReport.print(System.out, ranks);
    }
    System.out.printf(Locale.ROOT, "%nTime      %.1f s", wall.toMillis() / 1e3);
    String parts =
        metrics.parts().entrySet().stream()
            .map(
                part ->
                    String.format(
                        Locale.ROOT, "%s %.1f s", part.getKey(), part.getValue().toMillis() / 1e3))
            .collect(Collectors.joining(", "));
    System.out.printf(
        "%s%nFeatures  %s%n",
        parts.isEmpty() ? "" : " (summed over threads: " + parts + ")",
        folder.path().resolve("features-*.{jsonl,parquet}"));
    return bad > 0 && report.turns() == 0 ? Seir.FAILED : 0;
  }

  private TreeMap<String, String> fingerprint(ModelsConfig models) {
    TreeMap<String, String> fingerprint = run.fingerprint();
    fingerprint.remove("seed");
    data.forEach(path -> fingerprint.put("data." + path, Fingerprints.ofFileOrFolder(path)));
    embeddings.forEach(path -> fingerprint.put("data." + path, Fingerprints.of(path)));
    fingerprint.put("images", images.toString());
    fingerprint.put("where", String.valueOf(where.expression));
    fingerprint.put("ranks", Boolean.toString(!noRanks));
    fingerprint.put("encoder", models.identities().getOrDefault(ModelRole.JUDGE_ENCODER.key(), ""));
    return fingerprint;
  }
}
