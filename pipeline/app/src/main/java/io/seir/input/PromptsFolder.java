package io.seir.input;

import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.prompt.PromptSet;
import io.seir.sample.JudgeDimension;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The user's own prompts: a folder with files such as {@code answer-draft.txt}; the shipped prompts
 * are used for the rest. {@value #LABELS} gives the judge's names of the scales, if it was trained
 * with different ones, with a line such as {@code TCC = text quality} for each.
 */
public final class PromptsFolder {
  /** The file with the judge's names of the scales. */
  public static final String LABELS = "judge-labels.properties";

  private static final String ENDING = ".txt";

  private PromptsFolder() {}

  /**
   * The set of prompts; an {@link InputException} names a file that is not a prompt, or does not
   * fit.
   */
  public static PromptSet read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException("--prompts " + folder + " is not a folder");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw InputException.unreadable("--prompts " + folder, e);
    }
    PromptSet prompts = PromptSet.shipped();
    if (Files.exists(folder.resolve(LABELS))) {
      prompts = labelled(prompts, folder.resolve(LABELS));
    } else if (files.isEmpty()) {
      throw new InputException(
          "--prompts "
              + folder
              + " contains no prompt; give files named "
              + String.join(
                  ", ", PromptSet.shipped().names().stream().map(n -> n + ENDING).toList()));
    }
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

  private static PromptSet labelled(PromptSet prompts, Path file) {
    Properties lines = new Properties();
    Map<JudgeDimension, String> names = new EnumMap<>(JudgeDimension.class);
    try {
      lines.load(new StringReader(InputFile.read(file, "the judge's names of the scales")));
      for (String scale : lines.stringPropertyNames()) {
        names.put(
            JudgeDimension.of(scale)
                .orElseThrow(
                    () -> new IllegalArgumentException("'" + scale + "' is not one of the scales")),
            lines.getProperty(scale).strip());
      }
      return prompts.withScaleNames(names);
    } catch (IllegalArgumentException | IOException e) {
      throw new InputException("--prompts " + file + ": " + e.getMessage());
    }
  }
}
