package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.run.EventTarget;
import io.seir.run.RunEvents;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * Sends OpenLineage events: one when the run has its folder, and one when it ends. An event that
 * cannot be delivered is reported, and never stops the run.
 */
final class OpenLineageOption {
  private static final String NAME = "--openlineage";

  /** It names models, and holds no data. */
  private static final String MODELS = "--models";

  @Option(
      names = NAME,
      paramLabel = "FILE|URL",
      description =
          "Send OpenLineage events of this run to a server, or append them to a file (default:"
              + " send them to $OPENLINEAGE_URL if that is set).")
  private String given = "";

  private @Nullable Begun begun;

  private record Begun(EventTarget target, RunEvents events, Thread stopped) {}

  /** Executes a command line; if its command starts a run, that run's end is reported. */
  static int execute(ParseResult line) {
    ParseResult last = line;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    OptionSpec option = last.commandSpec().findOption(NAME);
    if (option == null) {
      return new CommandLine.RunLast().execute(line);
    }
    OpenLineageOption own = holder(option);
    try {
      int code = new CommandLine.RunLast().execute(line);
      own.end(run -> code == 0 ? run.complete() : run.fail(Optional.empty()));
      return code;
    } catch (RuntimeException | Error e) {
      own.end(run -> run.fail(Optional.of(Failure.line(e))));
      throw e;
    }
  }

  /** The object whose field the option is. */
  private static OpenLineageOption holder(OptionSpec option) {
    try {
      return option.scope().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where events go; empty for nowhere. Throws if the option names no such place. */
  Optional<EventTarget> target() {
    return EventTarget.of(given, System.getenv());
  }

  /**
   * The run has started.
   *
   * @param here whether the work ends with this process; on a cluster the job goes on
   */
  void start(EventTarget target, CommandSpec command, String job, Path out, boolean here) {
    RunEvents events =
        new RunEvents(
            UUID.randomUUID(),
            System.getenv().getOrDefault("OPENLINEAGE_NAMESPACE", "seir"),
            job,
            Versions.all().getOrDefault("seir", ""),
            inputs(command),
            out);
    Thread stopped = new Thread(() -> send(target, events.abort()));
    begun = new Begun(target, events, stopped);
    send(target, events.start());
    if (here) {
      Runtime.getRuntime().addShutdownHook(stopped);
    }
  }

  private void end(Function<RunEvents, JsonNode> event) {
    Begun run = begun;
    begun = null;
    if (run != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(run.stopped());
      } catch (IllegalStateException e) {
        return; // the process is ending, and the hook runs
      }
      send(run.target(), event.apply(run.events()));
    }
  }

  private static void send(EventTarget target, JsonNode event) {
    try {
      target.send(event);
    } catch (IOException e) {
      System.err.printf(
          "seir: the OpenLineage event %s could not be delivered to %s (%s)%n",
          event.path("eventType").asText(),
          target,
          e instanceof FileSystemException ? e : e.getMessage());
    }
  }

  /** Every file and folder that the command was given to read. */
  private static List<Path> inputs(CommandSpec command) {
    Set<Path> inputs = new LinkedHashSet<>(); // an option that is given twice is matched twice
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (!option.longestName().equals(MODELS)) {
        Object value = option.getValue();
        Collection<?> values = value instanceof Collection<?> all ? all : List.of(value);
        for (Object one : values) {
          if (one instanceof Path path) {
            inputs.add(path);
          }
        }
      }
    }
    return List.copyOf(inputs);
  }
}
