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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that {@link WriteSamples} wrote. Its name says which indexes it contains, so that it need
 * not be scanned; the samples read from it have the index of their line, not their original one.
 *
 * @param folder that it is in
 */
record WrittenFile(String file, String folder, long first) implements SampleSource {

  /** The files with a name in a folder, in order. */
  static List<SampleSource> of(Path folder, String name) throws IOException {
    Pattern numbered = Pattern.compile(Pattern.quote(name) + "-(\\d{5,12})\\.jsonl");
    List<SampleSource> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name + "-*.jsonl")) {
      for (Path file : found) {
        Matcher number = numbered.matcher(String.valueOf(file.getFileName()));
        if (number.matches()) {
          long first = Long.parseLong(number.group(1)) * WriteShards.SHARD;
          files.add(new WrittenFile(Locations.name(file), Locations.name(folder), first));
        }
      }
    }
    files.sort(Comparator.comparingLong(SampleSource::first));
    return files;
  }

  @Override
  public void read(Consumer<Sample> out) throws IOException {
    long index = first;
    try (JsonLines lines = new JsonLines(Files.newInputStream(Locations.path(file)), 0)) {
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        out.accept(
            SampleLine.parse(
                line, new SampleLine.Place(index, index - first, "", Optional.of(folder))));
        index++;
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ": " + e.getMessage());
    }
  }
}
