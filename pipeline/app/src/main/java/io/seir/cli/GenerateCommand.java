package io.seir.cli;

import io.seir.ask.Budget;
import io.seir.ask.ModelAccess;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.estimate.PlannedRun;
import io.seir.journal.JournalLocation;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.model.Prices;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DialoguePlan;
import io.seir.pipeline.FeatureSettings;
import io.seir.pipeline.GenerateDataSet;
import io.seir.pipeline.Generation;
import io.seir.pipeline.Span;
import io.seir.refine.Selection;
import io.seir.report.ContactSheet;
import io.seir.run.RunFolder;
import io.seir.run.SavedOptions;
import io.seir.runner.RunnerSupport;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns topics into a data set. */
@Command(
    name = "generate",
    description =
        "Makes a data set of dialogues with text and pictures, refined and judged, from topics.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir generate --samples 24 --turns 2 --depth 2 --seed 7 --out out/demo",
      "  ./seir generate --samples 500 --turns 1-4 --topics my-topics.txt --out out/mine",
      "  ./seir generate --samples 50 --question-depth 0 --image-depth 3 --select last --out"
          + " out/last",
      "  ./seir generate --samples 1000 --models models.yaml --budget 20 --out out/real",
      "  ./seir generate --samples 1000 --models models.yaml --resume=always --out out/real",
      "  ./seir generate --samples 100 --accept 'its>=4 && tcc>=3' --out out/good",
      "  ./seir generate --replay out/real",
      "  ./seir generate --samples 1000 --models models.yaml --estimate",
      "  ./seir generate --samples 1000 --models models.yaml --estimate-sample 20 --out out/real",
      "",
      "Exit code: 0 done, 1 the work failed, 2 the command line was wrong (docs/errors.md)."
          + " Existing files are never overwritten."
    })
final class GenerateCommand implements Callable<Integer> {
  private static final int DEFAULT_ATTEMPTS = 4;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "24",
      description = "Number of dialogues to make (default: ${DEFAULT-VALUE}).")
  private long samples;

  @Option(
      names = "--turns",
      paramLabel = "N|A-B",
      defaultValue = "2",
      converter = TurnRange.Converter.class,
      description =
          "Turns per dialogue, or a range from which the number is drawn by the seed (default:"
              + " ${DEFAULT-VALUE}).")
  private TurnRange turns = new TurnRange(2, 2);

  @Option(names = "--no-judge", description = "Skip the judge; turns stay unscored.")
  private boolean noJudge;

  @Mixin private final AcceleratorOption accelerator = new AcceleratorOption();

  @Option(
      names = "--accept",
      paramLabel = "EXPR",
      defaultValue = "",
      description =
          "Accept only dialogues in which every turn's scores satisfy this, such as 'its>=4 &&"
              + " tcc>=3', and continue until --samples have passed.")
  private String accept = "";

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "With --accept: start at most N dialogues (default: 4 × --samples).")
  private @Nullable Long maxAttempts;

  @Option(
      names = "--budget",
      paramLabel = "X",
      description = "Stop calling models once they have cost X, by the prices in the models file.")
  private @Nullable BigDecimal budget;

  @Option(
      names = "--replay",
      paramLabel = "DIR",
      description =
          "Retry the bad dialogues of a finished run, in its folder and with its own options.")
  private @Nullable Path replay;

  @Mixin private final JudgeOptions judge = new JudgeOptions();
  @Mixin private final RefinementOptions refinement = new RefinementOptions();
  @Mixin private final EstimateOptions estimate = new EstimateOptions();
  @Mixin private final GenerationOptions run = new GenerationOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CommandSpec given = java.util.Objects.requireNonNull(spec);
    if (replay != null) {
      Usage.refuse(given, "a run of its own, not with --replay", "--out");
      estimate.refuse(given);
      SavedArguments.Replay again = SavedArguments.replay(replay, given, run.runner.given());
      GenerateCommand command = again.command();
      return command.generate(again.arguments(), again.replays(), run.openLineage);
    }
    if (run.resume.value == RunFolder.Resume.NEVER) { // what is begun already may go on
      refuseUseless(given);
    }
    return generate(SavedArguments.of(given, run.runner.given()), 0, run.openLineage);
  }

  private int generate(
      java.util.SortedMap<String, String> arguments, int replays, OpenLineageOption events)
      throws IOException {
    Usage.within("--samples", samples, 1, GenerationOptions.MAX_SAMPLES);
    estimate.check(samples);
    DialoguePlan whole =
        new DialoguePlan(
            run.seed.value, samples, turns.fewest(), turns.most(), run.topics(), run.templates());
    DialoguePlan plan = estimate.plan(whole);
    ModelsConfig models = run.models();
    GenerationRecord record =
        new GenerationRecord(
            run,
            plan,
            refinement.config(),
            models,
            noJudge ? "off" : judge.fingerprint(),
            acceptance());
    PlannedRun planned = planned(whole, record);
    long attempts = estimate.makesDialogues() ? plan.samples() : attempts();
    PipelineOptions options = run.runner.pipeline(Endpoints.bundles(models));
    if (estimate.wanted() && !estimate.makesDialogues()) {
      return estimate.print(
          planned,
          JsonCoder.mapper().valueToTree(record.optionsOfRecord()),
          Optional.ofNullable(budget));
    }
    run.checkOut();
    checkPrices(models);
    if (budget != null) {
      shares();
    }
    RunnerSupport runner = run.runner.support();
    Optional<String> template = runner.template(run.runner.given());
    if (template.isPresent()) {
      if (estimate.makesDialogues()) {
        throw new InputException(
            "--estimate-sample makes dialogues now, but a template makes none; leave one of them"
                + " out");
      }
      writeTemplate(options, record, Locations.name(Locations.path(run.out)));
      System.out.println("Template: " + template.get());
      return 0;
    }
    run.kernels.check(runner);
    Endpoints.check(models);
    Cautions.tell(models);
    if (estimate.makesDialogues()) {
      arguments.put("--samples", Long.toString(plan.samples())); // what a replay repeats
    }
    SavedOptions saved = new SavedOptions(record.fingerprint(), arguments, replays);
    try (RunFolder folder = run.claim(saved, events)) {
      Generation dataSet = dataSet(record, Locations.name(folder.path()), folder.replays());
      GenerationRun.Outcome outcome =
          new GenerationRun("Generating", options, dataSet, attempts, run.runner.failure()).run();
      writeContactSheet(folder.path());
      if (estimate.makesDialogues()) {
        return estimate.print(planned, folder.path(), Optional.ofNullable(budget));
      }
      return Summary.print(folder.path(), outcome, folder.replays()) ? 0 : Seir.FAILED;
    }
  }

  private PlannedRun planned(DialoguePlan whole, GenerationRecord record) {
    return new PlannedRun(
        whole,
        record.refinement(),
        noJudge ? 0 : judge.plain().callsPerTurn(),
        record.acceptance(),
        attempts(),
        record.details());
  }

  /** Rejects options that would have no effect. */
  private void refuseUseless(CommandSpec given) {
    if (accept.isBlank()) {
      Usage.refuse(given, "--accept", "--max-attempts");
    }
    accelerator.check(run.runner.support());
    if (noJudge) {
      Usage.refuse(
          given,
          "the judge",
          "--repeats",
          "--whole",
          "--per-scale",
          "--calibration",
          "--judge-history-images");
    }
    if (refinement.select == Selection.LAST) {
      Usage.refuse(given, "--select best", "--plateau");
    }
  }

  /** Writes the job as a template, to be launched later any number of times. */
  private void writeTemplate(PipelineOptions options, GenerationRecord record, String root)
      throws IOException {
    Pipeline pipeline = Pipeline.create(options);
    int wanted = Math.toIntExact(samples);
    GenerateDataSet.build(
        pipeline, dataSet(record, root, 0), new Span(0, 0, samples, wanted, true).whole());
    pipeline.run();
  }

  private Generation dataSet(GenerationRecord record, String root, int replays) throws IOException {
    ModelAccess access = run.access(record.models(), root).withReplays(replays);
    return new Generation(
        record.plan(),
        record.refinement(),
        access.withBudget(budget(record.models(), access.journal())),
        noJudge ? null : judge.calibrated(),
        run.unsafe,
        new FeatureSettings(run.kernels.choice, accelerator.hint),
        record.acceptance(),
        new Generation.Target(root, List.of()),
        run.runner.support().portions(samples, record.models().concurrency()),
        record.details());
  }

  private Acceptance acceptance() {
    if (noJudge && !accept.isBlank()) {
      throw new InputException("--accept needs the judge; leave --no-judge out");
    }
    try {
      return Acceptance.checked(accept);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--accept '"
              + accept
              + "' is not a valid expression over tcc, icc, iq, its: "
              + e.getMessage());
    }
  }

  private long attempts() {
    if (maxAttempts == null) {
      return accept.isBlank() ? samples : DEFAULT_ATTEMPTS * samples;
    }
    if (accept.isBlank()) {
      throw new InputException("--max-attempts needs --accept EXPR");
    }
    Usage.within("--max-attempts", maxAttempts, samples, GenerationOptions.MAX_SAMPLES);
    return maxAttempts;
  }

  private void checkPrices(ModelsConfig models) {
    if (budget == null) {
      return;
    }
    if (budget.signum() <= 0) {
      throw new InputException("--budget must be more than 0, not " + budget);
    }
    Optional<ModelRole> unpriced =
        models.roles().entrySet().stream()
            .filter(role -> role.getValue().prices() instanceof Prices.Unknown)
            .map(Map.Entry::getKey)
            .findFirst();
    unpriced.ifPresent(
        role -> {
          throw new InputException(
              "--budget needs prices for every model; the models file has none for " + role.key());
        });
  }

  /** The number of JVMs that spend the budget; each gets an equal share of what is left. */
  private int shares() {
    return run.runner
        .support()
        .workers(run.runner.given())
        .orElseThrow(
            () ->
                new InputException(
                    "--budget needs to know the number of workers, which "
                        + run.runner.support().name()
                        + " does not report; leave --budget out"));
  }

  private Budget budget(ModelsConfig models, JournalLocation journal) throws IOException {
    if (budget == null) {
      return Budget.UNLIMITED;
    }
    Map<ModelRole, Prices> prices = new EnumMap<>(ModelRole.class);
    models.roles().forEach((role, spec) -> prices.put(role, spec.prices()));
    BigDecimal[] spent = {BigDecimal.ZERO};
    journal
        .open()
        .forEach(
            entry ->
                ModelRole.of(entry.place().role())
                    .map(prices::get)
                    .flatMap(price -> price.cost(entry.outcome().usage()))
                    .ifPresent(cost -> spent[0] = spent[0].add(cost)));
    return new Budget.Limited(budget, spent[0], prices, shares());
  }

  /** The data set is already finished, so a fault here is only reported. */
  private static void writeContactSheet(Path folder) {
    try {
      ContactSheet.write(folder);
    } catch (IOException | RuntimeException | LinkageError e) {
      System.err.println("seir: no contact sheet: " + Failure.line(e));
    }
  }
}
