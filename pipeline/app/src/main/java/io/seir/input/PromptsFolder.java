package io.seir.input;

import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.prompt.PromptSet;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Prompts of one's own: a folder with files such as {@code answer-draft.txt}; the rest is shipped.
 */
public final class PromptsFolder {
  private static final String ENDING = ".txt";

  private PromptsFolder() {}

  /** The set; an {@link InputException} names the file that is no prompt, or does not fit. */
  public static PromptSet read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException("--prompts " + folder + " is no folder");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw InputException.unreadable("--prompts " + folder, e);
    }
    if (files.isEmpty()) {
      throw new InputException(
          "--prompts "
              + folder
              + " holds no prompt; give files called "
              + String.join(
                  ", ", PromptSet.shipped().names().stream().map(n -> n + ENDING).toList()));
    }
    PromptSet prompts = PromptSet.shipped();
    files.sort(null);
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      try {
        prompts =
            prompts.with(
                name.substring(0, name.length() - ENDING.length()), InputFile.read(file, "prompt"));
      } catch (IllegalArgumentException e) {
        throw new InputException("--prompts " + file + ": " + e.getMessage());
      }
    }
    return prompts;
  }
}
