package io.seir.cli;

import io.seir.data.InputException;
import io.seir.report.ContactSheet;
import io.seir.run.RunFiles;
import io.seir.run.RunFolder;
import io.seir.run.SavedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the summary of a finished run again. */
@Command(
    name = "summary",
    description = "Prints the summary of a finished run and draws its contact sheet.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  ./seir summary out/demo",
      "",
      "Use it if the command that started a run on a cluster was stopped before the run ended."
    })
final class SummaryCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The run folder.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(folder.resolve(RunFiles.RUN_RECORD))) {
      throw new InputException(folder + " contains " + held());
    }
    ContactSheet.write(folder);
    int replays = replays(folder);
    return Summary.print(folder, replays) ? 0 : Seir.FAILED;
  }

  private String held() throws IOException {
    if (RunFolder.isHeld(folder)) {
      return "a run in progress; its summary is available when it ends, and finished dialogues can"
          + " be read already (dialogues-*.jsonl)";
    }
    return RunFiles.isUnfinished(folder)
        ? "an unfinished run; to continue it, run the same command with --resume=always"
        : "no run of ./seir generate";
  }

  /**
   * How often the run was replayed; 0 if a different version started it, because that is not
   * recorded.
   */
  private static int replays(Path folder) throws IOException {
    try {
      return SavedOptions.of(folder).map(SavedOptions::replays).orElse(0);
    } catch (InputException e) {
      return 0;
    }
  }
}
