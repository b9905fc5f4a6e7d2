package io.seir.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seir.blob.AtomicFile;
import io.seir.data.InputException;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run was started with, stored in its folder.
 *
 * @param fingerprint what determines the data set; must not change when the run is continued
 * @param arguments all options of the command, by name
 * @param replays how often it was replayed
 */
public record SavedOptions(
    SortedMap<String, String> fingerprint, SortedMap<String, String> arguments, int replays) {
  /** The number of samples; it may grow. */
  private static final String SAMPLES = "samples";

  public SavedOptions {
    fingerprint = Collections.unmodifiableSortedMap(new TreeMap<>(fingerprint));
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
  }

  /**
   * Whether more samples are requested. The first samples do not depend on the total number, so a
   * run can grow.
   */
  private boolean grows(SavedOptions now) {
    try {
      return Long.parseLong(now.fingerprint.getOrDefault(SAMPLES, ""))
          >= Long.parseLong(fingerprint.getOrDefault(SAMPLES, ""));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What differs in the fingerprint, described for people. */
  Optional<String> difference(SavedOptions now) {
    return Difference.of(this, now, grows(now) ? Set.of(SAMPLES) : Set.of());
  }

  /**
   * What a run was started with, if the folder contains one.
   *
   * @throws InputException if a different version started it
   */
  public static Optional<SavedOptions> of(Path folder) throws IOException {
    Path file = file(folder);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonCoder.mapper().readValue(Files.readString(file), SavedOptions.class));
    } catch (JsonProcessingException e) {
      throw new InputException(
          folder + " was started by another version and cannot be continued; choose a new --out");
    }
  }

  static Path file(Path folder) {
    return folder.resolve(RunFiles.PRIVATE).resolve("options.json");
  }

  void save(Path folder) throws IOException {
    AtomicFile.write(
        file(folder),
        List.of(JsonCoder.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this)));
  }
}
