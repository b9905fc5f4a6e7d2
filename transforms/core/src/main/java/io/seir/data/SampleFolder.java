package io.seir.data;

import io.seir.blob.Locations;
import io.seir.sample.Sample;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the output of {@link WriteSamples}, one sample at a time. */
public final class SampleFolder {
  private SampleFolder() {}

  /**
   * Passes on every sample in order, until the reader returns false.
   *
   * @param name of the files, such as {@code dialogues}
   */
  public static void read(Path folder, String name, Predicate<Sample> reader) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
      found.forEach(files::add);
    }
    files.sort(Comparator.comparing(Locations::name));
    long index = 0;
    for (Path file : files) {
      try (JsonLines lines = new JsonLines(Files.newInputStream(file), 0)) {
        for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
          SampleLine.Place place =
              new SampleLine.Place(index, index, "", Optional.of(Locations.name(folder)));
          index++;
          if (!reader.test(SampleLine.parse(line, place))) {
            return;
          }
        }
      }
    }
  }
}
