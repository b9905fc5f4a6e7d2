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
import java.util.Set;
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
    description =
        "Makes the same dialogues at several refinement depths and compares their judged scores, paired.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir ablate --depths 0,1,2,3 --samples 200 --out out/ablation",
      "  ./seir ablate --depths 0,3 --stages image --samples 100 --out out/image-only",
      "",
      "Writes ablation.json, ablation.png and one data set a depth."
    })
final class AblateCommand implements Callable<Integer> {
  /** A stage whose depth is varied. */
  enum Stage {
    QUESTION,
    ANSWER,
    IMAGE
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
    distinct.forEach(depth -> RunOptions.within("--depths", depth, 0, RefinementConfig.MAX_DEPTH));
    RunPlan plan =
        new RunPlan(run.seed, samples, turns.fewest(), turns.most(), run.topics(), run.templates());
    ModelsConfig models = run.models();
    PipelineOptions options = run.pipeline(beamOptions, Endpoints.bundles(models));
    Endpoints.check(models);
    TreeMap<Integer, Ablation.Scores> scores = new TreeMap<>();
    try (RunFolder folder =
        RunFolder.claim(run.out, run.resume, settings(plan, models, distinct))) {
      for (int depth : distinct) {
        Path own = Files.createDirectories(folder.path().resolve("depth-" + depth));
        RunFolder.clear(own);
        new PipelineRun(
                "Depth " + depth,
                options,
                dataSet(plan, models, depth, own),
                samples,
                run.failure(beamOptions))
            .run();
        scores.put(depth, Ablation.read(own));
      }
      report(folder.path(), scores);
    }
    return 0;
  }

  private RunSettings settings(RunPlan plan, ModelsConfig models, Set<Integer> distinct) {
    RunAbout about = new RunAbout(run, plan, config(0), models, true, Acceptance.ALL);
    TreeMap<String, String> matter = about.matter();
    matter.put("depths", distinct.toString());
    matter.put("stages", stages.toString());
    return new RunSettings(matter, new TreeMap<>(), 0);
  }

  private DataSetRun dataSet(RunPlan plan, ModelsConfig models, int depth, Path own) {
    RunAbout about = new RunAbout(run, plan, config(depth), models, true, Acceptance.ALL);
    String root = Locations.name(own);
    JournalLocation journal = new JournalFolder(root + "/" + RunFolder.JOURNAL);
    return new DataSetRun(
        plan,
        about.refinement(),
        new Asking(models, journal, Budget.UNLIMITED, 0),
        true,
        new Scoring(run.kernels, ""),
        about.acceptance(),
        root,
        run.range(samples),
        about.prices(),
        about.record());
  }

  private static void report(Path folder, TreeMap<Integer, Ablation.Scores> scores)
      throws IOException {
    Ablation ablation = new Ablation(scores);
    if (ablation.gains().stream().anyMatch(gain -> gain.difference().count() == 0)) {
      throw new IllegalStateException(
          "two depths have no scored dialogue in common; see the bad records in " + folder);
    }
    AblationReport.write(folder, ablation);
    AblationReport.print(System.out, folder, ablation);
  }

  private RefinementConfig config(int depth) {
    return new RefinementConfig(
        stages.contains(Stage.QUESTION) ? depth : 0,
        stages.contains(Stage.ANSWER) ? depth : 0,
        stages.contains(Stage.IMAGE) ? depth : 0,
        select,
        RefinementConfig.DEFAULT_PLATEAU);
  }
}
