package io.seir.cli;

import io.seir.ask.Asking;
import io.seir.ask.Budget;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.RunFolder;
import io.seir.data.RunSettings;
import io.seir.journal.JournalFolder;
import io.seir.journal.JournalLocation;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DataSetRun;
import io.seir.pipeline.RunPlan;
import io.seir.pipeline.Scoring;
import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;
import io.seir.report.Ablation;
import io.seir.report.AblationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** The paper's experiment: score against depth. */
@Command(
    name = "ablate",
    description = {
      "Makes the same dialogues at several refinement depths and compares their judged scores, paired.",
      "",
      "What two depths have in common is asked of the models once."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir ablate --depths 0,1,2,3 --samples 200 --out out/ablation",
      "  ./seir ablate --depths 0,3 --stages image --samples 100 --out out/image-only",
      "  ./seir ablate --depths 0,1,2,3 --each-stage --samples 200 --out out/paper",
      "",
      "Writes ablation.json, ablation.png and one data set a depth."
    })
final class AblateCommand implements Callable<Integer> {
  /** A stage whose depth is varied. */
  enum Stage {
    QUESTION,
    ANSWER,
    IMAGE;

    /** As the paper calls its refinement: QR, AR, IR. */
    String label() {
      return name().charAt(0) + "R";
    }
  }

  @Option(
      names = "--depths",
      split = ",",
      defaultValue = "0,1,2,3",
      paramLabel = "K",
      description = "Depths to compare (default: ${DEFAULT-VALUE}).")
  private List<Integer> depths = new ArrayList<>();

  @Option(
      names = "--stages",
      split = ",",
      defaultValue = "question,answer,image",
      paramLabel = "STAGE",
      description = "Stages that take the depth; the others stay at 0 (default: ${DEFAULT-VALUE}).")
  private Set<Stage> stages = new LinkedHashSet<>();

  @Option(
      names = "--each-stage",
      description =
          "Also run each of the stages alone at the greatest depth: what question (QR), answer (AR)"
              + " and image refinement (IR) give by themselves beside none and all.")
  private boolean eachStage;

  @Option(
      names = "--samples",
      defaultValue = "200",
      paramLabel = "N",
      description = "Dialogues a depth (default: ${DEFAULT-VALUE}).")
  private long samples;

  @Option(
      names = "--turns",
      defaultValue = "1",
      paramLabel = "N|A-B",
      converter = TurnRange.Converter.class,
      description = "Turns of a dialogue (default: ${DEFAULT-VALUE}).")
  private TurnRange turns = new TurnRange(1, 1);

  @Option(
      names = "--select",
      paramLabel = "best|last",
      defaultValue = "best",
      description = "Which round goes on (default: ${DEFAULT-VALUE}).")
  private Selection select = Selection.BEST;

  @Mixin private final RunOptions run = new RunOptions();
  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    RunOptions.within("--samples", samples, 2, RunOptions.MOST_SAMPLES);
    Set<Integer> distinct = new LinkedHashSet<>(depths);
    if (distinct.size() < 2) {
      throw new InputException("--depths needs at least two different depths");
    }
    if (eachStage && (!distinct.contains(0) || stages.size() < 2)) {
      throw new InputException("--each-stage compares with depth 0 and needs two stages or more");
    }
    distinct.forEach(depth -> RunOptions.within("--depths", depth, 0, RefinementConfig.MAX_DEPTH));
    RunPlan plan =
        new RunPlan(
            run.seed.value, samples, turns.fewest(), turns.most(), run.topics(), run.templates());
    ModelsConfig models = run.models();
    PipelineOptions options = run.pipeline(beamOptions, Endpoints.bundles(models));
    run.kernels.check(run.runner);
    Endpoints.check(models);
    TreeMap<Integer, Ablation.Scores> scores = new TreeMap<>();
    try (RunFolder folder =
        RunFolder.claim(run.out, run.resume, settings(plan, models, distinct))) {
      List<Path> kin = kin(folder.path(), distinct);
      for (int depth : distinct) {
        Path own = folder.path().resolve("depth-" + depth);
        RefinementConfig config = config(stages, depth);
        scores.put(depth, run("Depth " + depth, own, kin, config, plan, models, options));
      }
      SortedMap<String, Ablation.Scores> alone = new TreeMap<>();
      if (eachStage) {
        int deepest = scores.lastKey();
        alone.put(Ablation.NONE, Objects.requireNonNull(scores.get(0)));
        alone.put(Ablation.ALL, Objects.requireNonNull(scores.get(deepest)));
        for (Stage stage : stages) {
          Path own = folder.path().resolve(alone(stage));
          RefinementConfig config = config(Set.of(stage), deepest);
          alone.put(stage.label(), run(stage.label(), own, kin, config, plan, models, options));
        }
      }
      report(folder.path(), new Ablation(scores, alone));
    }
    return 0;
  }

  /** All data sets: after a fault the journal may know a picture that only a later one has. */
  private List<Path> kin(Path folder, Set<Integer> distinct) {
    List<Path> kin = new ArrayList<>();
    distinct.forEach(depth -> kin.add(folder.resolve("depth-" + depth)));
    if (eachStage) {
      stages.forEach(stage -> kin.add(folder.resolve(alone(stage))));
    }
    return kin;
  }

  private static String alone(Stage stage) {
    return "only-" + stage.name().toLowerCase(Locale.ROOT);
  }

  /** One data set: what was asked for its kin is not asked again. */
  private Ablation.Scores run(
      String task,
      Path own,
      List<Path> kin,
      RefinementConfig config,
      RunPlan plan,
      ModelsConfig models,
      PipelineOptions options)
      throws IOException {
    Files.createDirectories(own);
    RunFolder.clear(own);
    new PipelineRun(
            task,
            options,
            dataSet(plan, models, config, own, kin),
            samples,
            run.failure(beamOptions))
        .run();
    return Ablation.read(own);
  }

  private RunSettings settings(RunPlan plan, ModelsConfig models, Set<Integer> distinct) {
    RunAbout about = new RunAbout(run, plan, config(stages, 0), models, true, Acceptance.ALL);
    TreeMap<String, String> matter = about.matter();
    matter.put("depths", distinct.toString());
    matter.put("stages", stages + (eachStage ? " each" : ""));
    return new RunSettings(matter, new TreeMap<>(), 0);
  }

  private DataSetRun dataSet(
      RunPlan plan, ModelsConfig models, RefinementConfig config, Path own, List<Path> kin) {
    RunAbout about = new RunAbout(run, plan, config, models, true, Acceptance.ALL);
    JournalLocation journal =
        new JournalFolder(Locations.name(own.resolveSibling(RunFolder.JOURNAL)));
    return new DataSetRun(
        plan,
        about.refinement(),
        new Asking(models, journal, Budget.UNLIMITED, 0),
        true,
        new Scoring(run.kernels.choice, ""),
        about.acceptance(),
        Locations.name(own),
        kin.stream().map(Locations::name).toList(),
        run.range(samples),
        about.prices(),
        about.record());
  }

  private static void report(Path folder, Ablation ablation) throws IOException {
    if (ablation.gains().stream().anyMatch(gain -> gain.difference().count() == 0)) {
      throw new IllegalStateException(
          "two depths have no scored dialogue in common; see the bad records in " + folder);
    }
    AblationReport.write(folder, ablation);
    AblationReport.print(System.out, folder, ablation);
  }

  private RefinementConfig config(Set<Stage> on, int depth) {
    return new RefinementConfig(
        on.contains(Stage.QUESTION) ? depth : 0,
        on.contains(Stage.ANSWER) ? depth : 0,
        on.contains(Stage.IMAGE) ? depth : 0,
        select,
        RefinementConfig.DEFAULT_PLATEAU);
  }
}
