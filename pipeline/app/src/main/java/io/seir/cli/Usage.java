package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Checks of command-line options that all commands share. */
public final class Usage {
  private Usage() {}

  /**
   * Checks that a number is within bounds; otherwise throws an {@link InputException} that names
   * the option.
   */
  public static void within(String option, long value, long low, long high) {
    if (value < low || value > high) {
      throw new InputException(
          option + " must be a whole number from " + low + " to " + high + ", not " + value);
    }
  }

  /** Rejects a folder for results that is not empty or not writable. */
  static void checkNew(Path out) throws IOException {
    if (Files.exists(out)) {
      checkFolder(out);
      try (Stream<Path> content = Files.list(out)) {
        if (content.findAny().isPresent()) {
          throw new InputException("--out " + out + " already contains files; choose a new folder");
        }
      }
    } else if (Locations.isLocal(out)) {
      @Nullable Path above = out.toAbsolutePath().getParent();
      while (above != null && !Files.exists(above)) {
        above = above.getParent();
      }
      if (above != null && !(Files.isDirectory(above) && Files.isWritable(above))) {
        throw new InputException(
            "--out " + out + " cannot be created in " + above + "; choose another folder");
      }
    }
  }

  private static void checkFolder(Path out) {
    if (!Files.isDirectory(out)) {
      throw new InputException("--out " + out + " is a file; give a folder");
    }
    if (Locations.isLocal(out) && !Files.isWritable(out)) {
      throw new InputException("--out " + out + " is not writable; choose another folder");
    }
  }

  /** Creates a folder for results, which {@link #checkNew} has found to be new. */
  static void make(Path out) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new InputException("--out " + out + " cannot be created or read (" + e + ")");
    }
    checkFolder(out);
  }

  /**
   * Rejects options that were given but would have no effect.
   *
   * @param when what the options work with
   */
  static void refuse(CommandSpec command, String when, String... options) {
    for (String option : options) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new InputException(option + " works only with " + when + "; leave it out");
      }
    }
  }

  /** Warns about options that were given but have no effect in this command. */
  static void warnIfUseless(CommandSpec command, String why, String... options) {
    for (String option : options) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        System.err.println("seir: " + option + " has no effect here: " + why);
      }
    }
  }
}
