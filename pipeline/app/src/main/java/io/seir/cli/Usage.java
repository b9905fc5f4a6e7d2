package io.seir.cli;

import io.seir.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Checks of what was given on the command line, for all commands. */
public final class Usage {
  private Usage() {}

  /** A whole number within bounds, or an {@link InputException} that names the option. */
  public static void within(String option, long value, long low, long high) {
    if (value < low || value > high) {
      throw new InputException(
          option + " must be a whole number from " + low + " to " + high + ", not " + value);
    }
  }

  /** Refuses a folder for results that already holds something. */
  static void checkNew(Path out) throws IOException {
    if (Files.exists(out)) {
      try (Stream<Path> content = Files.list(out)) {
        if (content.findAny().isPresent()) {
          throw new InputException("--out " + out + " already holds files; choose a new folder");
        }
      }
    }
  }

  /**
   * Refuses options that were given and would do nothing.
   *
   * @param when what the options go with
   */
  static void refuse(CommandSpec command, String when, String... options) {
    for (String option : options) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new InputException(option + " goes with " + when + "; leave it out");
      }
    }
  }

  /** Warns of options that were given and change nothing in this command. */
  static void warnIfUseless(CommandSpec command, String why, String... options) {
    for (String option : options) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        System.err.println("seir: " + option + " changes nothing here: " + why);
      }
    }
  }
}
