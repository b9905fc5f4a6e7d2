package io.seir.cli;

import io.seir.data.InputException;
import io.seir.runner.BeamArguments;
import io.seir.runner.RunnerSupport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where a command's pipeline runs, with the options that are Beam's. */
final class RunnerOption {
  private static final Pattern UNKNOWN = Pattern.compile("missing a property named '([^']*)'");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description =
          "Beam runner (default: the one on this machine); its own options may follow as"
              + " --name=value.")
  private @Nullable String name;

  /** What is special to the runner. */
  RunnerSupport support() {
    return name == null ? RunnerSupport.ofDefault() : RunnerSupport.of(name);
  }

  /** What the command itself does not know. */
  BeamArguments given() {
    return new BeamArguments(command().getUnmatchedArguments());
  }

  private CommandLine command() {
    return Objects.requireNonNull(mixee).root().commandLine();
  }

  /**
   * The pipeline's options; throws {@link InputException} for one that nobody knows.
   *
   * @param bundles that should be worked on at once
   */
  PipelineOptions pipeline(int bundles) {
    List<String> args = new ArrayList<>();
    RunnerSupport support = support();
    List<String> beamOptions = given().words();
    args.add("--runner=" + support.name());
    args.addAll(support.defaults(given(), command().getCommandName(), bundles));
    int own = args.size();
    for (String option : beamOptions) {
      if (!option.startsWith("--")) {
        String before = args.get(args.size() - 1);
        if (before.contains("=")) {
          throw new InputException("unexpected argument '" + option + "'");
        }
        throw unknown(before);
      }
      args.add(option);
    }
    try {
      return PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).withValidation().create();
    } catch (IllegalArgumentException e) {
      Matcher unknown = UNKNOWN.matcher(Failure.line(e));
      if (unknown.find()) {
        throw unknown("--" + unknown.group(1));
      }
      throw new InputException(
          "unknown option or value: "
              + String.join(
                  " ", beamOptions.isEmpty() ? args.subList(0, 1) : args.subList(own, args.size()))
              + " ("
              + Failure.line(e).strip()
              + ")");
    }
  }

  private InputException unknown(String option) {
    CommandLine command = command();
    String meant = Seir.meant(new UnmatchedArgumentException(command, List.of(option)));
    String full = command.getCommandSpec().qualifiedName();
    return new InputException(
        "unknown option '" + option + "'" + meant + " (see ./" + full + " --help)");
  }

  /** Why a job failed, where its result does not say. */
  Supplier<Optional<String>> failure() {
    return () -> support().failure(given());
  }
}
