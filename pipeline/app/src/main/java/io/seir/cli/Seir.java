package io.seir.cli;

import io.seir.blob.Locations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code ./seir}: prints errors as one line on standard error; exits with 0, 1 (failed) or 2
 * (usage).
 */
@Command(
    name = "seir",
    description = {
      "Builds interleaved image-text dialogue data sets by self-evaluation with iterative"
          + " refinement (SEIR), and judges them."
    },
    subcommands = {
      GenerateCommand.class,
      AnswerCommand.class,
      JudgeCommand.class,
      ScoreCommand.class,
      NeighboursCommand.class,
      CalibrateCommand.class,
      JudgeTrainingCommand.class,
      ExportCommand.class,
      DedupCommand.class,
      ReportCommand.class,
      MergeCommand.class,
      AblateCommand.class,
      SummaryCommand.class,
      ServeCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    footer = {"", "Try:  ./seir generate --samples 24 --turns 2 --out out/demo"})
public final class Seir {
  static final int FAILED = 1;
  static final int USAGE = 2;

  Seir() {}

  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(run(args));
  }

  /** Runs a command and returns its exit code, for a process that continues afterwards. */
  public static int run(String... args) {
    CommandLine command = new CommandLine(new Seir());
    for (CommandSource others : ServiceLoader.load(CommandSource.class)) {
      others.commands().forEach(command::addSubcommand);
    }
    // The launcher names commands for which it would use a different class path.
    String elsewhere = System.getProperty("seir.also", "");
    if (!elsewhere.isEmpty()) {
      List<String> footer = new ArrayList<>(List.of("", "Also:"));
      elsewhere.lines().map(line -> "  " + line).forEach(footer::add);
      footer.addAll(List.of(command.getCommandSpec().usageMessage().footer()));
      command.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    }
    configured(command);
    command.setParameterExceptionHandler(
        (e, given) -> {
          String name = e.getCommandLine().getCommandSpec().qualifiedName();
          say(e.getCommandLine(), usage(e) + " (see ./" + name + " --help)");
          return USAGE;
        });
    command.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          if (Failure.usage(e)) {
            say(failed, Failure.line(e));
            return USAGE;
          }
          say(failed, Failure.line(e));
          if (Boolean.getBoolean("seir.stacktrace")) {
            e.printStackTrace(failed.getErr());
          } else if (!Failure.explained(e)) {
            failed.getErr().println("(the stack trace: SEIR_JAVA_OPTS=-Dseir.stacktrace=true)");
          }
          return FAILED;
        });
    if (args.length == 0) {
      command.usage(command.getErr());
      return USAGE;
    }
    try {
      return command.execute(args);
    } catch (LinkageError | OutOfMemoryError e) { // picocli handles exceptions only
      say(command, Failure.line(e));
      return FAILED;
    }
  }

  private static String usage(CommandLine.ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      boolean command = !e.getCommandLine().getSubcommands().isEmpty();
      return (command ? "unknown command '" : "unexpected argument '")
          + unmatched.getUnmatched().get(0)
          + "'"
          + meant(unmatched);
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      String option = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
      return "unknown option '"
          + option
          + "'"
          + Nearest.to(option, e.getCommandLine().getCommandSpec().optionsMap().keySet())
              .map(BeamNames::meant)
              .orElse("");
    }
    return String.valueOf(e.getMessage());
  }

  private static String meant(UnmatchedArgumentException unmatched) {
    List<String> others = unmatched.getSuggestions();
    return others.isEmpty() ? "" : BeamNames.meant(others.get(0));
  }

  /** Configures what all commands share. */
  static CommandLine configured(CommandLine command) {
    takeBeamOptions(command);
    command.getSubcommands().values().forEach(Seir::takeBeamOptions);
    return command
        .setExecutionStrategy(OpenLineageOption::execute)
        .setUsageHelpLongOptionsMaxWidth(32)
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, Locations::path)
        .registerConverter(Long.class, text -> number(text, Long::valueOf, "a whole number"))
        .registerConverter(long.class, text -> number(text, Long::valueOf, "a whole number"))
        .registerConverter(Integer.class, text -> number(text, Integer::valueOf, "a whole number"))
        .registerConverter(int.class, text -> number(text, Integer::valueOf, "a whole number"))
        .registerConverter(double.class, text -> number(text, Double::valueOf, "a number"));
  }

  /** Options that a command with a pipeline does not know are passed to Beam, or rejected later. */
  private static void takeBeamOptions(CommandLine command) {
    if (command.getCommandSpec().findOption("--runner") != null) {
      command.setUnmatchedArgumentsAllowed(true);
    }
  }

  private static <N> N number(String text, Function<String, N> reading, String what) {
    try {
      return reading.apply(text);
    } catch (NumberFormatException e) {
      throw new CommandLine.TypeConversionException("'" + text + "' is not " + what);
    }
  }

  private static void say(CommandLine command, String message) {
    command.getErr().println("seir: " + message.lines().findFirst().orElse("failed"));
    command.getErr().flush();
  }
}
