package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The results of each wave of a run, stored next to the data set because later steps depend on
 * them.
 */
public final class WaveTallies {
  private WaveTallies() {}

  static void write(Path folder, Wave wave, Tally tally) throws IOException {
    AtomicFile.write(
        file(folder, wave.number()), List.of(JsonCoder.mapper().writeValueAsString(tally)));
  }

  /** Of one wave that has ended. */
  public static Tally of(Path folder, Wave wave) throws IOException {
    return read(folder, wave.number());
  }

  /** Of all waves up to and with one; throws if one of them has not ended. */
  public static Tally sum(Path folder, int last) throws IOException {
    Tally sum = Tally.NONE;
    for (int number = 0; number <= last; number++) {
      sum = sum.plus(read(folder, number));
    }
    return sum;
  }

  private static Tally read(Path folder, int number) throws IOException {
    return JsonCoder.mapper().readValue(Files.readString(file(folder, number)), Tally.class);
  }

  private static Path file(Path folder, int number) {
    return folder.resolve(RunFiles.PRIVATE).resolve("wave-" + number + ".json");
  }
}
