package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.ReadSamples;
import io.seir.data.SampleFiles;
import io.seir.input.CalibrationFile;
import io.seir.input.RatedItems;
import io.seir.judge.CascadeJudge;
import io.seir.judge.Judge;
import io.seir.judge.ModelJudge;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Condition;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.JudgeAnswers;
import io.seir.report.Drift;
import io.seir.report.Leaderboard;
import io.seir.report.LeaderboardReport;
import io.seir.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns answers into verdicts and a leaderboard. */
@Command(
    name = "judge",
    description = {
      "Scores answers of text and picture on the four scales of SynJudge, and compares systems.",
      "",
      "Answers are JSONL: {\"id\", \"question\", \"answer\", \"image\"}, where answer or image may"
          + " be missing, or dialogues in InterSyn's form. The system is named after the file,"
          + " unless the lines have \"model\"; a folder is a data set."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir judge --answers out/model_a --answers out/model_b --out out/board",
      "  ./seir judge --answers out/demo --out out/demo-judged",
      "  ./seir judge --answers a.jsonl --images . --models judge.yaml --repeats 3 --out"
          + " out/careful",
      "  ./seir judge --answers a.jsonl --images . --judge fast --out out/quick",
      "  ./seir judge --anchors out/careful --models judge.yaml --out out/monday",
      "",
      "Writes judged-*.jsonl (the lines with labels), leaderboard.json and charts; with --anchors"
          + " drift.json, too."
    })
final class JudgeCommand implements Callable<Integer> {
  static final String ANSWERS = "answers.";

  @Option(
      names = "--answers",
      paramLabel = "FILE|DIR",
      description =
          "Answers to judge, or the folder of a data set or of ./seir answer; may be given several"
              + " times.")
  private List<Path> answers = new ArrayList<>();

  @Option(
      names = "--anchors",
      paramLabel = "FILE|DIR",
      description =
          "Instead of --answers: answers that this judge scored before. They are judged again, and"
              + " the command fails if the judge has drifted: if its scores, or their error against"
              + " the \"human\" scores in the lines, have changed by more than chance.")
  private @Nullable Path anchors;

  @Option(
      names = "--references",
      description =
          "Show the judge the reference of a line, if the line has one: \"reference\" (a text) and"
              + " \"reference_image\".")
  private boolean references;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder that picture names are relative to (default: the folder of each file of answers;"
              + " with --anchors, the folder they were judged with).")
  private @Nullable Path images;

  @Option(
      names = "--judge",
      paramLabel = "model|fast|cascade",
      defaultValue = "model",
      description =
          "Who judges: model, the model in the judge role; fast, a calibration over features that"
              + " needs no model server; or cascade, the fast judge for clear cases and the model"
              + " for the rest (default: ${DEFAULT-VALUE}).")
  private Who who = Who.MODEL;

  @Option(
      names = "--clear",
      paramLabel = "POINTS",
      defaultValue = "0.6",
      description =
          "With --judge cascade: a turn is clear if the expected error is at most this many points"
              + " on every scale (default: ${DEFAULT-VALUE}).")
  private double clear;

  /** The judge to use. */
  enum Who {
    MODEL,
    FAST,
    CASCADE
  }

  @Mixin private final WhereOption where = new WhereOption();
  @Mixin private final JudgeOptions options = new JudgeOptions();
  @Mixin private final JobOptions run = new JobOptions();
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (answers.isEmpty() == (anchors == null)) {
      throw new InputException("give either --answers or --anchors");
    }
    if (anchors != null) {
      Usage.refuse(command, "--answers", "--where");
      answers = List.of(anchors);
    }
    Condition condition = where.condition();
    if (!(clear >= 0)) {
      throw new InputException("--clear must be 0 points or more, not " + clear);
    }
    run.warnIfUseless("the judge reads any language", "--language");
    if (who == Who.FAST) {
      Usage.refuse(
          command,
          "the model judge",
          "--repeats",
          "--whole",
          "--per-scale",
          "--references",
          "--judge-history-images");
      run.warnIfUseless("the fast judge uses no randomness", "--seed");
      run.warnIfUseless("no model is asked", "--prompts");
    }
    if (who == Who.MODEL) {
      run.warnIfUseless("the model judge uses no kernels", "--kernels");
    }
    if (who != Who.CASCADE) {
      Usage.refuse(command, "--judge cascade", "--clear");
    }
    ModelsConfig models = run.models();
    PipelineOptions pipelineOptions = run.runner.pipeline(Endpoints.bundles(models));
    run.checkOut();
    SampleFiles files = SampleFiles.of(option(), answers, SampleFiles.SAMPLES_IN_RANGE);
    if (anchors != null) {
      Drift.check(RatedItems.read(List.of(anchors)));
    }
    if (who == Who.FAST) {
      Cautions.checkEncoder(models, option(), answers);
    } else if (who == Who.CASCADE && Cautions.foreign(models, answers).isPresent()) {
      System.err.println(
          "seir: the model judges everything, because the embedded encoder has never seen pictures"
              + " like those of "
              + Cautions.foreign(models, answers).get());
      who = Who.MODEL;
    }
    Judge judge = judge(models);
    if (who != Who.MODEL) {
      run.kernels.check(run.runner.support());
    }
    if (who != Who.FAST) {
      Endpoints.check(models);
    }
    try (RunFolder folder = run.claim(fingerprint(models))) {
      String root = Locations.name(folder.path());
      Pipeline pipeline = Pipeline.create(pipelineOptions);
      JudgeAnswers.build(
          pipeline,
          WhereOption.of(condition, ReadSamples.of(files)).withSeed(run.seed.value),
          run.access(models, root),
          judge,
          who == Who.MODEL
              ? Optional.empty()
              : Optional.of(new FeatureSettings(run.kernels.choice, null)),
          images == null && anchors != null
              ? EarlierPictures.of(anchors, ANSWERS)
              : JobOptions.pictures(images),
          root);
      PipelineRun.run(
          pipeline,
          "Judging",
          files.samples() * (who == Who.MODEL ? 1 : 2),
          files.samples(),
          "judge",
          run.runner.failure());
      BadFiles.tell(folder.path(), BadFiles.count(folder.path()), "samples could not be judged");
      Leaderboard board = Leaderboard.read(folder.path(), JudgeAnswers.NAME);
      LeaderboardReport.write(folder.path(), board);
      LeaderboardReport.print(System.out, folder.path(), board);
      if (!board.decided().isEmpty()) {
        System.out.println(
            board.decided().entrySet().stream()
                .map(by -> by.getKey() + " (" + by.getValue() + " turns)")
                .collect(Collectors.joining(", ", "Judge  ", "")));
      }
      if (board.standings().stream().allMatch(standing -> standing.scored() == 0)) {
        System.err.println(
            board.standings().isEmpty() && condition != null
                ? "seir: no sample meets --where; relax the expression"
                : "seir: no turn could be scored; the reasons are above, and docs/errors.md"
                    + " explains them");
        return Seir.FAILED;
      }
      return anchors == null || unchanged(anchors, folder.path()) ? 0 : Seir.FAILED;
    }
  }

  private String option() {
    return anchors == null ? "--answers" : "--anchors";
  }

  /** Whether the judge still scores as before; prints what has changed. */
  private static boolean unchanged(Path anchors, Path out) throws IOException {
    Drift drift = new Drift(RatedItems.read(List.of(anchors)), RatedItems.read(List.of(out)));
    drift.write(out, System.out);
    if (drift.drifted()) {
      System.err.println(
          "seir: the judge has drifted since the anchors were judged, on "
              + drift.changes().stream()
                  .filter(Drift.Change::drifted)
                  .map(change -> change.scale() + " (" + change.what() + ")")
                  .collect(Collectors.joining(", ")));
    }
    return !drift.drifted();
  }

  private Judge judge(ModelsConfig models) {
    if (answers.stream().anyMatch(path -> path.toString().matches(".*\\.(tar|parquet)"))) {
      throw new InputException(
          option() + " takes JSONL files or the folder of a data set, not .tar or .parquet");
    }
    Path calibration = options.calibration;
    try {
      return switch (who) {
        case MODEL -> referring(options.calibrated());
        case FAST -> CalibrationFile.fast(calibration, models);
        case CASCADE ->
            CascadeJudge.of(
                CalibrationFile.fast(calibration, models), clear, referring(options.plain()));
      };
    } catch (IllegalArgumentException e) {
      throw new InputException("--calibration " + calibration + ": " + e.getMessage());
    }
  }

  private ModelJudge referring(ModelJudge judge) {
    return references ? judge.withReferences() : judge;
  }

  /** What decides the labels. */
  private TreeMap<String, String> fingerprint(ModelsConfig models) {
    TreeMap<String, String> fingerprint = run.fingerprint();
    answers.forEach(path -> fingerprint.put(ANSWERS + path, Fingerprints.ofFileOrFolder(path)));
    fingerprint.put("images", String.valueOf(images));
    fingerprint.put("where", String.valueOf(where.expression));
    fingerprint.put("who", who + (who == Who.CASCADE ? " " + clear : ""));
    fingerprint.put("asking", options.fingerprint() + (references ? ", references" : ""));
    fingerprint.put("judge", models.identities().getOrDefault(ModelRole.JUDGE.key(), ""));
    return fingerprint;
  }
}
