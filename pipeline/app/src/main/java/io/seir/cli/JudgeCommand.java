package io.seir.cli;

import io.seir.ask.Asking;
import io.seir.ask.Budget;
import io.seir.blob.EntryPictures;
import io.seir.blob.Locations;
import io.seir.data.CalibrationFile;
import io.seir.data.EntryFiles;
import io.seir.data.InputException;
import io.seir.data.RunFolder;
import io.seir.data.RunSettings;
import io.seir.journal.JournalFolder;
import io.seir.judge.SynJudge;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.JudgeAnswers;
import io.seir.pipeline.PlanDialogues;
import io.seir.report.Leaderboard;
import io.seir.report.LeaderboardReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import picocli.CommandLine.Unmatched;

/** Answers to verdicts and a leaderboard. */
@Command(
    name = "judge",
    description = {
      "Scores answers of text and picture on the four scales of SynJudge, and compares systems.",
      "",
      "Answers are JSONL: {\"id\", \"question\", \"answer\", \"image\"}, where answer or image may be",
      "missing, or dialogues in InterSyn's form. A file is a system by its name, unless its lines",
      "say \"model\"; a folder is a data set."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir judge --answers out/model_a --answers out/model_b --out out/board",
      "  ./seir judge --answers out/demo --out out/demo-judged",
      "  ./seir judge --answers a.jsonl --images . --models judge.yaml --repeats 3 --out out/careful",
      "  ./seir judge --answers a.jsonl --images . --judge fast --out out/quick",
      "",
      "Writes judged-*.jsonl (the lines with labels), leaderboard.json and charts."
    })
final class JudgeCommand implements Callable<Integer> {
  private static final int MOST_REPEATS = 20;

  @Option(
      names = "--answers",
      paramLabel = "FILE|DIR",
      required = true,
      description =
          "Answers to judge, or the folder of a data set or of ./seir answer; may be given several"
              + " times.")
  private List<Path> answers = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder that the pictures' names are relative to (default: for each file of answers its"
              + " own).")
  private @Nullable Path images;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description = "Ask the judge so often, and take the mean (default: ${DEFAULT-VALUE}).")
  private int repeats;

  @Option(
      names = "--whole",
      description =
          "Take the whole numbers that the judge says, not the expectation over the probabilities of"
              + " its score tokens where the server gives them.")
  private boolean whole;

  @Option(
      names = "--judge",
      paramLabel = "model|fast|cascade",
      defaultValue = "model",
      description =
          "Who judges: the model in the judge role; the fast judge, a calibration over the kernels'"
              + " features without any model server; or the fast judge where it is clear and the"
              + " model for the rest (default: ${DEFAULT-VALUE}).")
  private Who who = Who.MODEL;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description =
          "What ./seir calibrate wrote: for the fast judge (default: one for the embedded encoder), or"
              + " of the model judge's own scores.")
  private @Nullable Path calibration;

  @Option(
      names = "--clear",
      paramLabel = "POINTS",
      defaultValue = "0.6",
      description =
          "With --judge cascade: a case is clear if the error to expect on every scale is at most so"
              + " many points (default: ${DEFAULT-VALUE}).")
  private double clear;

  /** Who judges. */
  enum Who {
    MODEL,
    FAST,
    CASCADE
  }

  @Mixin private final JobOptions run = new JobOptions();
  @Spec private CommandSpec command = CommandSpec.create();
  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    JobOptions.within("--repeats", repeats, 1, MOST_REPEATS);
    if (!(clear >= 0)) {
      throw new InputException("--clear must be 0 points or more, not " + clear);
    }
    if (who == Who.FAST) {
      JobOptions.refuse(command, "the model judge", "--repeats", "--whole");
      run.idle("the fast judge has no randomness", "--seed");
    }
    if (who == Who.MODEL) {
      run.idle("the model judge looks by itself", "--kernels");
    }
    if (who != Who.CASCADE) {
      JobOptions.refuse(command, "--judge cascade", "--clear");
    }
    ModelsConfig models = run.models();
    PipelineOptions options = run.pipeline(beamOptions, Endpoints.bundles(models));
    EntryFiles files = EntryFiles.of("--answers", answers, PlanDialogues.MOST_IN_RANGE);
    EntryPictures pictures = JobOptions.pictures(images);
    JudgeAnswers.Judge judge = judge(models);
    if (who != Who.MODEL) {
      run.kernels.check(run.runner);
    }
    if (who != Who.FAST) {
      Endpoints.check(models);
    }
    try (RunFolder folder = RunFolder.claim(run.out, run.resume, settings(models))) {
      String root = Locations.name(folder.path());
      Asking asking =
          new Asking(
              models, new JournalFolder(root + "/" + RunFolder.JOURNAL), Budget.UNLIMITED, 0);
      Pipeline pipeline = Pipeline.create(options);
      JudgeAnswers.build(pipeline, files.ranges(), asking, judge, pictures, run.seed.value, root);
      PipelineRun.run(
          pipeline, "Judging", files.entries(), files.entries(), "judge", run.failure(beamOptions));
      Leaderboard board = Leaderboard.read(folder.path(), JudgeAnswers.NAME);
      LeaderboardReport.write(folder.path(), board);
      LeaderboardReport.print(System.out, folder.path(), board);
      if (!board.decided().isEmpty()) {
        System.out.println(
            board.decided().entrySet().stream()
                .map(by -> by.getKey() + " " + by.getValue())
                .collect(Collectors.joining(", ", "Decided by  ", "")));
      }
      if (board.standings().stream().allMatch(standing -> standing.scored() == 0)) {
        System.err.println("seir: nothing could be scored; the reasons are above");
        return Seir.FAILED;
      }
      return 0;
    }
  }

  private JudgeAnswers.Judge judge(ModelsConfig models) {
    if (answers.stream().anyMatch(path -> path.toString().matches(".*\\.(tar|parquet)"))) {
      throw new InputException("--answers are JSONL or the folder of a data set");
    }
    try {
      return switch (who) {
        case MODEL ->
            new JudgeAnswers.Judge.Model(
                new SynJudge(
                    repeats, !whole, calibration == null ? "" : CalibrationFile.read(calibration)));
        case FAST ->
            new JudgeAnswers.Judge.Fast(
                CalibrationFile.fast(calibration, models), run.kernels.choice);
        case CASCADE ->
            new JudgeAnswers.Judge.Cascade(
                CalibrationFile.fast(calibration, models),
                run.kernels.choice,
                clear,
                new SynJudge(repeats, !whole, ""));
      };
    } catch (IllegalArgumentException e) {
      throw new InputException("--calibration " + calibration + ": " + e.getMessage());
    }
  }

  /** What decides the labels. */
  private RunSettings settings(ModelsConfig models) {
    TreeMap<String, String> matter = new TreeMap<>();
    for (Path path : answers) {
      matter.put("answers." + path, Files.isDirectory(path) ? "folder" : JobOptions.source(path));
    }
    matter.put("images", String.valueOf(images));
    matter.put("repeats", Integer.toString(repeats));
    matter.put("whole", Boolean.toString(whole));
    matter.put("who", who + (who == Who.CASCADE ? " " + clear : ""));
    matter.put("calibration", calibration == null ? "shipped" : JobOptions.source(calibration));
    matter.put("seed", Long.toString(run.seed.value));
    matter.put("judge", models.identities().getOrDefault(ModelRole.JUDGE.key(), ""));
    matter.put("seir", Versions.all().getOrDefault("seir", ""));
    return new RunSettings(matter, new TreeMap<>(), 0);
  }
}
