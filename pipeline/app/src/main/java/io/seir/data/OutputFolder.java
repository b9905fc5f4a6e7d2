package io.seir.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder a run writes to: new or empty, and writable. */
public final class OutputFolder {
  /** The last file of a run; a folder without it holds no finished data set. */
  public static final String RUN_RECORD = "run.json";

  /** The last file of an ablation. */
  public static final String ABLATION = "ablation.json";

  private static final String CLAIM = ".seir";

  private OutputFolder() {}

  /** Makes the folder ready; an {@link InputException} with the remedy if it cannot be used. */
  public static Path claim(String out) {
    if (out.contains("://")) {
      throw new InputException("--out " + out + ": only local folders are supported so far");
    }
    try {
      Path folder = Path.of(out);
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new InputException("--out " + out + " is a file; give a folder");
      }
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new InputException("--out " + out + " is not writable; choose another folder");
      }
      try (Stream<Path> content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw new InputException("--out " + out + " already holds " + holds(folder));
        }
      }
      Files.createFile(folder.resolve(CLAIM)); // fails if another run was faster
      return folder;
    } catch (IOException | InvalidPathException e) {
      throw new InputException("--out " + out + " cannot be made or read: " + e);
    }
  }

  private static String holds(Path folder) {
    if (Files.exists(folder.resolve(RUN_RECORD)) || Files.exists(folder.resolve(ABLATION))) {
      return "a finished run; choose a new folder";
    }
    return Files.exists(folder.resolve(CLAIM))
        ? "an unfinished run; remove it or choose a new folder"
        : "other files; choose a new folder";
  }
}
