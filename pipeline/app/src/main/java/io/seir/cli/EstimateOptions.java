package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.estimate.AssumedEstimate;
import io.seir.estimate.EstimateReport;
import io.seir.estimate.ObservedRun;
import io.seir.estimate.ObservedUse;
import io.seir.estimate.PlannedRun;
import io.seir.estimate.SampleEstimate;
import io.seir.pipeline.DialoguePlan;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options for estimating what a run will take before paying for it. */
final class EstimateOptions {
  /** Options of an earlier run that determine how many calls a turn takes. */
  private static final List<String> DECIDING =
      List.of("questionDepth", "answerDepth", "imageDepth", "select", "plateau", "judge");

  /** Options that determine what is said, so that means may differ. */
  private static final List<String> TELLING =
      List.of("historyImages", "language", "topics", "templates");

  @Option(
      names = "--estimate",
      description =
          "Estimate how many calls, tokens and pictures this run will take, and their cost, from"
              + " assumed means; makes no dialogues.")
  private boolean assumed;

  @Option(
      names = "--estimate-from",
      paramLabel = "DIR",
      description =
          "Estimate from the dialogues of a finished run with the same depths and judge, with a 99"
              + " %% range; makes no dialogues.")
  private @Nullable Path earlier;

  @Option(
      names = "--estimate-sample",
      paramLabel = "N",
      description =
          "Estimate from the first N dialogues of this run, with a 99 %% range. They are made in"
              + " --out; the same command with --resume=always continues from them, and nothing is"
              + " paid for twice.")
  private @Nullable Long sample;

  @Option(names = "--json", description = "Print the estimate as JSON.")
  private boolean json;

  /** Whether only an estimate is wanted. */
  boolean wanted() {
    return assumed || earlier != null || sample != null;
  }

  /** Whether dialogues are made for the estimate. */
  boolean makesDialogues() {
    return sample != null;
  }

  void check(long samples) {
    long ways = Stream.of(assumed, earlier != null, sample != null).filter(way -> way).count();
    if (ways > 1) {
      throw new InputException(
          "give only one of --estimate, --estimate-from and --estimate-sample");
    }
    if (json && ways == 0) {
      throw new InputException("--json works only with --estimate; leave it out");
    }
    if (sample != null) {
      Usage.within("--estimate-sample", sample, ObservedUse.FEWEST, samples);
    }
  }

  /** Rejects all of these options together with --replay, which only repeats what failed. */
  void refuse(CommandSpec given) {
    Usage.refuse(
        given,
        "a run of its own, not with --replay",
        "--estimate",
        "--estimate-from",
        "--estimate-sample",
        "--json");
  }

  /** The dialogues to make now: those of the sample, or all. */
  DialoguePlan plan(DialoguePlan whole) {
    return sample == null ? whole : whole.ofSamples(sample);
  }

  /**
   * Prints an estimate for which nothing is made.
   *
   * @param budget to compare with the cost
   */
  int print(PlannedRun run, JsonNode options, Optional<BigDecimal> budget) {
    if (earlier == null) {
      AssumedEstimate estimate = new AssumedEstimate(run);
      return print(
          new EstimateReport(
              run.plan().samples(), estimate.estimate(), estimate.assumptions(), false, budget));
    }
    List<String> basis = new ArrayList<>();
    JsonNode record = record(earlier);
    refuseOthers(record.path("options"), options);
    ObservedUse use = ObservedRun.read(earlier, run.acceptance(), run.details().prices());
    basis.add(
        String.format(
            Locale.ROOT, "from the %,d dialogues of %s; 99 %% range", use.dialogues(), earlier));
    differing(record, run, options).ifPresent(basis::add);
    return print(scaled(run, use, 0, earlier.toString()), basis, budget);
  }

  /**
   * Prints the estimate from the sample that was made.
   *
   * @param budget as above
   */
  int print(PlannedRun run, Path folder, Optional<BigDecimal> budget) {
    ObservedUse use = ObservedRun.read(folder, run.acceptance(), run.details().prices());
    return print(
        scaled(run, use, use.dialogues(), folder.toString()),
        List.of(
            String.format(
                Locale.ROOT,
                "from its first %,d dialogues, which are in %s and paid for; 99 %% range",
                use.dialogues(),
                folder),
            "to make the rest, run the same command without --estimate-sample and with"
                + " --resume=always"),
        budget);
  }

  private static SampleEstimate scaled(PlannedRun run, ObservedUse use, long done, String where) {
    DialoguePlan plan = run.plan();
    if (use.dialogues() < ObservedUse.FEWEST) {
      throw new InputException(
          where
              + " contains "
              + use.dialogues()
              + " dialogues, too few to estimate from; at least "
              + ObservedUse.FEWEST
              + " are needed");
    }
    if (use.nothingFinished()) {
      throw new InputException(
          where + " contains no finished dialogue to estimate from; its folder bad/ says why");
    }
    if (!use.covers(plan.fewestTurns(), plan.mostTurns())) {
      throw new InputException(
          where
              + " contains no dialogues of "
              + plan.mostTurns()
              + " turns alongside shorter ones, and prompts grow with every turn; estimate from a"
              + " run with the same --turns, or use a larger --estimate-sample");
    }
    return new SampleEstimate(run, use, done);
  }

  private int print(SampleEstimate estimate, List<String> basis, Optional<BigDecimal> budget) {
    List<String> lines = new ArrayList<>(basis);
    estimate
        .passing()
        .ifPresent(
            share ->
                lines.add(
                    String.format(Locale.ROOT, "%.0f %% of these pass --accept", 100 * share)));
    return print(new EstimateReport(estimate.samples(), estimate.estimate(), lines, true, budget));
  }

  private int print(EstimateReport report) {
    if (json) {
      System.out.println(report.json().toPrettyString());
    } else {
      report.print(System.out);
    }
    return 0;
  }

  private static JsonNode record(Path folder) {
    Path file = folder.resolve(RunFiles.RUN_RECORD);
    try {
      JsonNode record =
          Locations.io(
              () ->
                  Files.exists(file)
                      ? JsonCoder.mapper().readTree(Files.readString(file))
                      : JsonCoder.mapper().createObjectNode());
      if (!record.has("options") || !record.has("asked")) {
        throw new InputException(
            "--estimate-from "
                + folder
                + " contains no finished run of ./seir generate; give a folder with a run.json");
      }
      return record;
    } catch (IOException e) {
      throw InputException.unreadable("--estimate-from " + file, e);
    }
  }

  private void refuseOthers(JsonNode then, JsonNode now) {
    for (String name : DECIDING) {
      if (!Objects.equals(then.path(name), now.path(name))) {
        throw new InputException(
            String.format(
                "--estimate-from %s was made with %s %s, not %s, so its number of calls per"
                    + " dialogue differs; use --estimate-sample N instead",
                earlier, name, then.path(name).asText("not given"), now.path(name).asText()));
      }
    }
  }

  /** Other differences, which may change what a call takes. */
  private static Optional<String> differing(JsonNode record, PlannedRun run, JsonNode options) {
    List<String> differing = new ArrayList<>();
    for (String name : TELLING) {
      if (!record.path("options").path(name).equals(options.path(name))) {
        differing.add(name);
      }
    }
    JsonNode models = JsonCoder.mapper().valueToTree(run.details().about().get("models"));
    models
        .fields()
        .forEachRemaining(
            role -> {
              if (!record
                  .path("models")
                  .path(role.getKey())
                  .path("model")
                  .equals(role.getValue().path("model"))) {
                differing.add("models (" + role.getKey() + ")");
              }
            });
    return differing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "that run had a different "
                + String.join(", ", differing)
                + ": its means may differ, which the range cannot account for");
  }
}
