package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What came of each wave of a run, kept beside the data set until the next one needs it. */
public final class WaveTallies {
  private WaveTallies() {}

  static void write(Path folder, Wave wave, Tally tally) throws IOException {
    AtomicFile.write(
        file(folder, wave.number()), List.of(JsonCoder.mapper().writeValueAsString(tally)));
  }

  /** Of all waves up to and with one; throws if one of them has not ended. */
  public static Tally sum(Path folder, int last) throws IOException {
    Tally sum = Tally.NONE;
    for (int number = 0; number <= last; number++) {
      sum =
          sum.plus(
              JsonCoder.mapper().readValue(Files.readString(file(folder, number)), Tally.class));
    }
    return sum;
  }

  private static Path file(Path folder, int number) {
    return folder.resolve(RunFiles.PRIVATE).resolve("wave-" + number + ".json");
  }
}
