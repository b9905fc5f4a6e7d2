package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.judge.ModelJudge;
import io.seir.judge.QuestionJudge;
import io.seir.model.ModelsConfig;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.Generation;
import io.seir.refine.ImageStage;
import io.seir.refine.RefinementConfig;
import io.seir.refine.Selection;
import io.seir.report.Ablation;
import io.seir.report.AblationReport;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
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

/** The paper's experiment: score against depth. */
@Command(
    name = "ablate",
    description = {
      "Makes the same dialogues at several refinement depths and compares their scores in pairs.",
      "",
      "Calls that two depths have in common are made only once."
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
      "Writes ablation.json, ablation.png and one data set per depth."
    })
final class AblateCommand implements Callable<Integer> {
  /** A stage whose depth is varied. */
  enum Varied {
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
      description =
          "Stages that are refined to each depth; the others stay at depth 0 (default:"
              + " ${DEFAULT-VALUE}).")
  private Set<Varied> stages = new LinkedHashSet<>();

  @Option(
      names = "--each-stage",
      description =
          "Also refine each stage alone at the greatest depth: shows what question (QR), answer"
              + " (AR) and image refinement (IR) achieve by themselves, next to none and all.")
  private boolean eachStage;

  @Option(
      names = "--samples",
      defaultValue = "200",
      paramLabel = "N",
      description = "Dialogues per depth (default: ${DEFAULT-VALUE}).")
  private long samples;

  @Option(
      names = "--turns",
      defaultValue = "1",
      paramLabel = "N|A-B",
      converter = TurnRange.Converter.class,
      description = "Turns per dialogue (default: ${DEFAULT-VALUE}).")
  private TurnRange turns = new TurnRange(1, 1);

  @Option(
      names = "--select",
      paramLabel = "best|last",
      defaultValue = "best",
      description = "Which draft is used (default: ${DEFAULT-VALUE}).")
  private Selection select = Selection.BEST;

  @Mixin private final GenerationOptions run = new GenerationOptions();

  @Override
  public Integer call() throws Exception {
    Usage.within("--samples", samples, 2, GenerationOptions.MAX_SAMPLES);
    Set<Integer> distinct = new LinkedHashSet<>(depths);
    if (distinct.size() < 2) {
      throw new InputException("--depths needs at least two different depths");
    }
    if (eachStage && (!distinct.contains(0) || stages.size() < 2)) {
      throw new InputException("--each-stage compares with depth 0 and needs two stages or more");
    }
    distinct.forEach(depth -> Usage.within("--depths", depth, 0, RefinementConfig.MAX_DEPTH));
    DialoguePlan plan =
        new DialoguePlan(
            run.seed.value, samples, turns.fewest(), turns.most(), run.topics(), run.templates());
    ModelsConfig models = run.models();
    PipelineOptions options = run.runner.pipeline(Endpoints.bundles(models));
    run.checkOut();
    run.kernels.check(run.runner.support());
    Endpoints.check(models);
    TreeMap<Integer, Ablation.Scores> scores = new TreeMap<>();
    try (RunFolder folder = run.claim(fingerprint(plan, models, distinct))) {
      List<Path> siblings = siblings(folder.path(), distinct);
      for (int depth : distinct) {
        Path own = folder.path().resolve("depth-" + depth);
        RefinementConfig config = config(stages, depth);
        scores.put(depth, run("Depth " + depth, own, siblings, config, plan, models, options));
      }
      SortedMap<String, Ablation.Scores> alone = new TreeMap<>();
      if (eachStage) {
        int deepest = scores.lastKey();
        alone.put(Ablation.NONE, Objects.requireNonNull(scores.get(0)));
        alone.put(Ablation.ALL, Objects.requireNonNull(scores.get(deepest)));
        for (Varied stage : stages) {
          Path own = folder.path().resolve(alone(stage));
          RefinementConfig config = config(Set.of(stage), deepest);
          alone.put(
              stage.label(), run(stage.label(), own, siblings, config, plan, models, options));
        }
      }
      report(folder.path(), new Ablation(scores, alone));
    }
    return 0;
  }

  /**
   * All data sets, including later ones: after a fault, the journal may know a picture that only a
   * later one has.
   */
  private List<Path> siblings(Path folder, Set<Integer> distinct) {
    List<Path> all = new ArrayList<>();
    distinct.forEach(depth -> all.add(folder.resolve("depth-" + depth)));
    if (eachStage) {
      stages.forEach(stage -> all.add(folder.resolve(alone(stage))));
    }
    return all;
  }

  private static String alone(Varied stage) {
    return "only-" + stage.name().toLowerCase(Locale.ROOT);
  }

  /** One data set; calls already made for its siblings are not repeated. */
  private Ablation.Scores run(
      String task,
      Path own,
      List<Path> siblings,
      RefinementConfig config,
      DialoguePlan plan,
      ModelsConfig models,
      PipelineOptions options)
      throws IOException {
    Files.createDirectories(own);
    RunFiles.clear(own);
    new GenerationRun(
            task,
            options,
            dataSet(plan, models, config, own, siblings),
            samples,
            run.runner.failure())
        .run();
    return Ablation.read(own);
  }

  private TreeMap<String, String> fingerprint(
      DialoguePlan plan, ModelsConfig models, Set<Integer> distinct) {
    TreeMap<String, String> fingerprint = record(plan, models, config(stages, 0)).fingerprint();
    fingerprint.put("depths", distinct.toString());
    fingerprint.put("stages", stages + (eachStage ? " each" : ""));
    return fingerprint;
  }

  private GenerationRecord record(DialoguePlan plan, ModelsConfig models, RefinementConfig config) {
    return new GenerationRecord(run, plan, config, models, "question rating", Acceptance.ALL);
  }

  private Generation dataSet(
      DialoguePlan plan,
      ModelsConfig models,
      RefinementConfig config,
      Path own,
      List<Path> siblings) {
    GenerationRecord record = record(plan, models, config);
    return new Generation(
        plan,
        record.refinement(),
        run.access(models, Locations.name(own.resolveSibling(""))),
        QuestionJudge.with(ModelJudge.plain().withProbabilities()),
        run.unsafe,
        new FeatureSettings(run.kernels.choice, null),
        record.acceptance(),
        new Generation.Target(Locations.name(own), siblings.stream().map(Locations::name).toList()),
        run.runner.support().portions(samples, models.concurrency()),
        record.details());
  }

  private static void report(Path folder, Ablation ablation) throws IOException {
    if (ablation.gains().stream().anyMatch(gain -> gain.difference().count() == 0)) {
      throw new IllegalStateException(
          "two depths have no scored dialogue in common; raise --samples, and see the bad records"
              + " in "
              + folder);
    }
    AblationReport.write(folder, ablation);
    AblationReport.print(System.out, folder, ablation);
  }

  private RefinementConfig config(Set<Varied> on, int depth) {
    return new RefinementConfig(
        on.contains(Varied.QUESTION) ? depth : 0,
        on.contains(Varied.ANSWER) ? depth : 0,
        on.contains(Varied.IMAGE) ? depth : 0,
        select,
        RefinementConfig.DEFAULT_PLATEAU,
        ImageStage.HISTORY_IMAGES);
  }
}
