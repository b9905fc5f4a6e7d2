package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.run.SavedOptions;
import io.seir.runner.BeamArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command as stored in the run folder, so that they can be used again later. */
final class SavedArguments {
  private static final Set<String> OF_ONE_CALL =
      Set.of(
          "--out",
          "--resume",
          "--replay",
          "--estimate",
          "--estimate-from",
          "--estimate-sample",
          "--json",
          "--openlineage");

  private SavedArguments() {}

  /** The options given, files by their absolute path. */
  static SortedMap<String, String> of(CommandSpec spec, BeamArguments beamOptions) {
    SortedMap<String, String> arguments = new TreeMap<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (!OF_ONE_CALL.contains(name)) {
        String value = String.join(",", option.originalStringValues());
        boolean file = option.type() == Path.class;
        arguments.put(name, file ? Locations.name(Locations.path(value)) : value);
      }
    }
    for (String option : beamOptions.words()) {
      int equals = option.indexOf('=');
      if (equals > 0) {
        arguments.put(option.substring(0, equals), option.substring(equals + 1));
      }
    }
    return arguments;
  }

  /** A command that is ready to repeat a run. */
  record Replay(GenerateCommand command, SortedMap<String, String> arguments, int replays) {}

  /**
   * A run's original command, with the options given now taking precedence.
   *
   * @throws InputException if the folder holds no finished run
   */
  static Replay replay(Path folder, CommandSpec given, BeamArguments beamOptions)
      throws IOException {
    SavedOptions saved =
        SavedOptions.of(folder)
            .orElseThrow(() -> new InputException("--replay " + folder + " contains no run"));
    if (!Files.exists(folder.resolve(RunFiles.RUN_RECORD))) {
      throw new InputException(
          "--replay "
              + folder
              + (RunFolder.isHeld(folder)
                  ? " contains a run in progress; wait until it ends"
                  : " contains an unfinished run; finish it with --resume=always first"));
    }
    SortedMap<String, String> arguments = new TreeMap<>(saved.arguments());
    arguments.putAll(of(given, beamOptions));
    List<String> line = new ArrayList<>();
    arguments.forEach((name, value) -> line.add(name + "=" + value));
    line.add("--out=" + folder);
    line.add("--resume=always");
    GenerateCommand command = new GenerateCommand();
    CommandLine parser = Seir.configured(new CommandLine(command));
    try {
      parser.parseArgs(line.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new InputException("--replay " + folder + ": " + e.getMessage());
    }
    return new Replay(command, arguments, saved.replays() + 1);
  }
}
