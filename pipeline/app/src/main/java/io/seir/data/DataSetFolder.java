package io.seir.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.dialogue.JsonCoder;
import io.seir.model.ModelException;
import io.seir.model.Picture;
import io.seir.model.PictureReader;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads a data set back. What it says is data: no name in it becomes a path outside the folder. */
public final class DataSetFolder {
  private DataSetFolder() {}

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
          if (!reader.test(JsonCoder.mapper().readTree(line))) {
            return;
          }
        }
      }
    }
  }

  /** A picture of the data set; empty if it is not there, not inside, or does not decode. */
  public static Optional<BufferedImage> picture(Path folder, String name) throws IOException {
    try {
      Path file = folder.resolve(name).normalize();
      if (!Files.isRegularFile(file)
          || !file.toRealPath().startsWith(folder.toRealPath())
          || Files.size(file) > PictureReader.MAX_BYTES) {
        return Optional.empty();
      }
      return Optional.of(PictureReader.decode(new Picture(Files.readAllBytes(file))));
    } catch (ModelException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
