package io.seir.cli;

import io.seir.ask.Asking;
import io.seir.ask.Budget;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.RunFolder;
import io.seir.data.RunSettings;
import io.seir.journal.JournalFolder;
import io.seir.journal.JournalLocation;
import io.seir.model.ModelRole;
import io.seir.model.ModelsConfig;
import io.seir.model.Prices;
import io.seir.pipeline.Acceptance;
import io.seir.pipeline.DataSetRun;
import io.seir.pipeline.GenerateDataSet;
import io.seir.pipeline.RunPlan;
import io.seir.pipeline.Scoring;
import io.seir.pipeline.Wave;
import io.seir.refine.Selection;
import io.seir.report.ContactSheet;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
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
import picocli.CommandLine.Unmatched;

/** Topics to a data set. */
@Command(
    name = "generate",
    description = "Makes dialogues of text and pictures about topics, refined and judged.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./seir generate --samples 24 --turns 2 --depth 2 --seed 7 --out out/demo",
      "  ./seir generate --samples 500 --turns 1-4 --topics my-topics.txt --out out/mine",
      "  ./seir generate --samples 50 --question-depth 0 --image-depth 3 --select last --out out/last",
      "  ./seir generate --samples 1000 --models models.yaml --budget 20 --out out/real",
      "  ./seir generate --samples 1000 --models models.yaml --resume=always --out out/real",
      "  ./seir generate --samples 100 --accept 'its>=4 && tcc>=3' --out out/good",
      "  ./seir generate --replay out/real",
      "",
      "Exit code: 0 done, 1 the work failed, 2 bad usage. Nothing is written over."
    })
final class GenerateCommand implements Callable<Integer> {
  private static final int DEFAULT_ATTEMPTS = 4;
  private static final String TEMPLATE = "--templateLocation=";

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "24",
      description = "How many dialogues to ask for (default: ${DEFAULT-VALUE}).")
  private long samples;

  @Option(
      names = "--turns",
      paramLabel = "N|A-B",
      defaultValue = "2",
      converter = TurnRange.Converter.class,
      description =
          "Turns of a dialogue, or a range the seed draws from (default: ${DEFAULT-VALUE}).")
  private TurnRange turns = new TurnRange(2, 2);

  @Option(names = "--no-judge", description = "Do not ask the judge; turns stay unscored.")
  private boolean noJudge;

  @Option(
      names = "--accelerator",
      paramLabel = "HINT",
      defaultValue = "",
      description =
          "On Dataflow: GPU for the workers of the scoring step alone, such as"
              + " 'type:nvidia-l4;count:1;install-nvidia-driver'.")
  private String accelerator = "";

  @Option(
      names = "--accept",
      paramLabel = "EXPR",
      defaultValue = "",
      description =
          "Take only dialogues whose every turn's scores satisfy this, such as 'its>=4 && tcc>=3',"
              + " and go on until --samples of them are there.")
  private String accept = "";

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "With --accept: begin at most so many dialogues (default: 4 × --samples).")
  private @Nullable Long maxAttempts;

  @Option(
      names = "--budget",
      paramLabel = "X",
      description =
          "Stop asking models when their calls have cost so much, by the prices of the models file.")
  private @Nullable BigDecimal budget;

  @Option(
      names = "--replay",
      paramLabel = "DIR",
      description =
          "Try the bad dialogues of a finished run again, with its own options and in its folder.")
  private @Nullable Path replay;

  @Mixin private final RefinementOptions refinement = new RefinementOptions();
  @Mixin private final RunOptions run = new RunOptions();
  @Unmatched private List<String> beamOptions = new ArrayList<>();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    CommandSpec given = java.util.Objects.requireNonNull(spec);
    if (replay != null) {
      JobOptions.refuse(given, "a run of its own, not with --replay", "--out");
      SavedArguments.Replay again = SavedArguments.replay(replay, given, beamOptions);
      GenerateCommand command = again.command();
      return command.generate(again.arguments(), again.replays());
    }
    if (run.resume == RunFolder.Resume.NEVER) { // what is begun already may go on
      refuseIdle(given);
    }
    return generate(SavedArguments.of(given, beamOptions), 0);
  }

  private int generate(java.util.SortedMap<String, String> arguments, int replays)
      throws IOException {
    RunOptions.within("--samples", samples, 1, RunOptions.MOST_SAMPLES);
    RunPlan plan =
        new RunPlan(
            run.seed.value, samples, turns.fewest(), turns.most(), run.topics(), run.templates());
    ModelsConfig models = run.models();
    RunAbout about = new RunAbout(run, plan, refinement.config(), models, !noJudge, acceptance());
    long attempts = attempts();
    PipelineOptions options = run.pipeline(beamOptions, Endpoints.bundles(models));
    checkPrices(models);
    if (budget != null) {
      shares();
    }
    if (beamOptions.stream().anyMatch(option -> option.startsWith(TEMPLATE))) {
      return template(options, about, Locations.name(Locations.path(run.out)));
    }
    run.kernels.check(run.runner);
    Endpoints.check(models);
    RunSettings settings = new RunSettings(about.matter(), arguments, replays);
    try (RunFolder folder = RunFolder.claim(run.out, run.resume, settings)) {
      DataSetRun dataSet = dataSet(about, Locations.name(folder.path()), folder.replays());
      PipelineRun.Outcome outcome =
          new PipelineRun("Generating", options, dataSet, attempts, run.failure(beamOptions)).run();
      writeContactSheet(folder.path());
      return Summary.print(folder.path(), outcome, folder.replays()) ? 0 : Seir.FAILED;
    }
  }

  /** Options that would do nothing. */
  private void refuseIdle(CommandSpec given) {
    if (accept.isBlank()) {
      JobOptions.refuse(given, "--accept", "--max-attempts");
    }
    if (!run.runner.equals(JobOptions.DATAFLOW)) {
      JobOptions.refuse(given, "--runner=" + JobOptions.DATAFLOW, "--accelerator");
    }
    if (noJudge) {
      run.idle("nothing is scored with --no-judge", "--kernels");
    }
    if (refinement.select == Selection.LAST) {
      JobOptions.refuse(given, "--select best", "--plateau");
    }
  }

  /** A job that is written down to be launched later, as often as wanted. */
  private int template(PipelineOptions options, RunAbout about, String root) throws IOException {
    Pipeline pipeline = Pipeline.create(options);
    int wanted = Math.toIntExact(samples);
    GenerateDataSet.build(pipeline, dataSet(about, root, 0), new Wave(0, 0, samples, wanted, true));
    pipeline.run();
    beamOptions.stream()
        .filter(option -> option.startsWith(TEMPLATE))
        .forEach(option -> System.out.println("Template: " + option.substring(TEMPLATE.length())));
    return 0;
  }

  private DataSetRun dataSet(RunAbout about, String root, int replays) throws IOException {
    JournalLocation journal = new JournalFolder(root + "/" + RunFolder.JOURNAL);
    Asking asking = new Asking(about.models(), journal, budget(about.models(), journal), replays);
    return new DataSetRun(
        about.plan(),
        about.refinement(),
        asking,
        !noJudge,
        new Scoring(run.kernels.choice, accelerator),
        about.acceptance(),
        root,
        List.of(),
        run.range(samples),
        about.prices(),
        about.record());
  }

  private Acceptance acceptance() {
    if (noJudge && !accept.isBlank()) {
      throw new InputException("--accept needs the judge; leave --no-judge out");
    }
    try {
      return Acceptance.checked(accept);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--accept '" + accept + "' is no expression over tcc, icc, iq, its: " + e.getMessage());
    }
  }

  private long attempts() {
    if (maxAttempts == null) {
      return accept.isBlank() ? samples : DEFAULT_ATTEMPTS * samples;
    }
    if (accept.isBlank()) {
      throw new InputException("--max-attempts goes with --accept EXPR");
    }
    RunOptions.within("--max-attempts", maxAttempts, samples, RunOptions.MOST_SAMPLES);
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

  /** JVMs that spend the budget; each gets an equal share of what is left. */
  private int shares() {
    return run.workers(beamOptions)
        .orElseThrow(
            () ->
                new InputException(
                    "--budget needs to know the number of workers, which "
                        + run.runner
                        + " does not tell; leave it out"));
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

  /** The data set is finished already, so a fault here is only told. */
  private static void writeContactSheet(Path folder) {
    try {
      ContactSheet.write(folder);
    } catch (IOException | RuntimeException | LinkageError e) {
      System.err.println("seir: no contact sheet: " + Failure.line(e));
    }
  }
}
