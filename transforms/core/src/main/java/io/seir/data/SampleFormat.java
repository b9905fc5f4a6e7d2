package io.seir.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A form of file beside JSON lines; found by {@link java.util.ServiceLoader}. */
public interface SampleFormat {
  /** How the names of its files end, such as {@code .parquet}. */
  String ending();

  /**
   * What a file holds; its samples are looked at when they are read.
   *
   * @param samplesInRange samples that are read together, where the form lets one choose
   * @param first 0-based index of its first sample among all
   * @throws InputException if it is no file of this form
   */
  Contents open(Path file, int samplesInRange, long first) throws IOException;

  /**
   * The contents of a file.
   *
   * @param system whose answers they are
   */
  record Contents(List<SampleSource> ranges, String system, long samples) {
    public Contents {
      ranges = List.copyOf(ranges);
    }
  }
}
