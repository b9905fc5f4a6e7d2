package io.seir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The lines of a data set as they stand in its files, read by none of the project's readers. */
public final class DataSetLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DataSetLines() {}

  /** Every dialogue in order, until the reader has had enough and says false. */
  public static void read(Path folder, Predicate<JsonNode> reader) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "dialogues-*.jsonl")) {
      found.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        String line;
        while ((line = lines.readLine()) != null) {
          if (!reader.test(JSON.readTree(line))) {
            return;
          }
        }
      }
    }
  }
}
