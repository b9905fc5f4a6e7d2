package io.seir.cli;

import io.seir.data.InputException;
import io.seir.runner.BeamArguments;
import io.seir.runner.RunnerSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command's pipeline runs, and Beam's own options. */
final class RunnerOption {
  private static final int LONGEST_TASK = 60;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description =
          "Beam runner (default: DirectRunner, on this machine); its own options may follow as"
              + " --name=value.")
  private @Nullable String name;

  /** What is special to the runner. */
  RunnerSupport support() {
    return name == null ? RunnerSupport.ofDefault() : RunnerSupport.of(name);
  }

  /** Options that the command itself does not know. */
  BeamArguments given() {
    return new BeamArguments(command().getUnmatchedArguments());
  }

  /** The command that has this option. */
  CommandSpec spec() {
    return command().getCommandSpec();
  }

  /** The command that has this option, itself or through another group of options. */
  private CommandLine command() {
    CommandSpec holder = Objects.requireNonNull(mixee);
    CommandLine own = holder.commandLine();
    return own != null && own.getParseResult() != null ? own : holder.root().commandLine();
  }

  /**
   * The pipeline's options; throws {@link InputException} for an unknown one.
   *
   * @param bundles to work on at once
   */
  PipelineOptions pipeline(int bundles) {
    check();
    List<String> beamOptions = given().words();
    RunnerSupport support = support();
    List<String> args = new ArrayList<>();
    args.add("--runner=" + support.name());
    args.addAll(support.defaults(given(), task(), bundles));
    int own = args.size();
    args.addAll(beamOptions);
    try {
      return PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).withValidation().create();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "unknown option or value: "
              + String.join(
                  " ", beamOptions.isEmpty() ? args.subList(0, 1) : args.subList(own, args.size()))
              + " ("
              + Failure.line(e).strip()
              + ")");
    }
  }

  /** Rejects unknown options before a cluster is contacted. */
  void check() {
    if (name != null) {
      BeamNames.checkRunner(name);
    }
    Set<String> known = BeamNames.options();
    String before = "";
    for (String word : given().words()) {
      if (!word.startsWith("--")) {
        throw new InputException(
            before.isEmpty() || before.contains("=")
                ? "unexpected argument '" + word + "'"
                : "Beam options need an equals sign before the value: " + before + "=" + word);
      }
      if (!known.contains(word.substring(2).replaceFirst("=.*", ""))) {
        throw unknown(word.replaceFirst("=.*", ""));
      }
      before = word;
    }
  }

  private InputException unknown(String option) {
    CommandLine command = command();
    String full = command.getCommandSpec().qualifiedName();
    List<String> all = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
    BeamNames.options().forEach(beam -> all.add("--" + beam));
    String meant =
        Nearest.to(option, all)
            .map(BeamNames::meant)
            .orElse(name == null ? "; a runner's own options need --runner=NAME" : "");
    return new InputException(
        "unknown option '" + option + "'" + meant + " (see ./" + full + " --help)");
  }

  /** A job name that people recognise: the command and the last part of its folder. */
  String task() {
    CommandSpec command = spec();
    String folder =
        Optional.ofNullable(command.findOption("--out"))
            .map(out -> String.valueOf((Object) out.getValue()))
            .orElse("")
            .replaceFirst("/+$", "")
            .replaceFirst(".*/", "")
            .replaceAll("[^A-Za-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String task = folder.isEmpty() ? command.name() : command.name() + "-" + folder;
    return task.substring(0, Math.min(task.length(), LONGEST_TASK));
  }

  /** Why a job failed, if its result does not say. */
  Supplier<Optional<String>> failure() {
    return () -> support().failure(given());
  }
}
