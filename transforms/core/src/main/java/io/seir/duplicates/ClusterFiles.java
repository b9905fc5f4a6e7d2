package io.seir.duplicates;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seir.data.InputException;
import io.seir.data.JsonLines;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The clusters that a command wrote: {@code clusters-*.jsonl} in a folder. */
public final class ClusterFiles {
  /** The name of the files. */
  public static final String NAME = "clusters";

  private ClusterFiles() {}

  /**
   * Reads the clusters one at a time, in order; none if nothing was found.
   *
   * @throws InputException naming the file, if it contains no clusters
   */
  public static void read(Path folder, Consumer<Cluster> out) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, NAME + "-*.jsonl")) {
      found.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      try (JsonLines lines = new JsonLines(Files.newInputStream(file), 0)) {
        for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
          out.accept(JsonCoder.mapper().readValue(line, Cluster.class));
        }
      } catch (JsonProcessingException e) {
        throw new InputException(file + " contains no clusters: " + e.getOriginalMessage());
      } catch (IOException e) {
        throw InputException.unreadable(file, e);
      } catch (IllegalArgumentException e) {
        throw new InputException(file + " contains no clusters: " + e.getMessage());
      }
    }
  }
}
