package io.seir.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file format other than JSON lines; found by {@link java.util.ServiceLoader}. */
public interface SampleFormat {
  /** The ending of its files, such as {@code .parquet}. */
  String ending();

  /**
   * The contents of a file; its samples are checked when they are read.
   *
   * @param samplesInRange samples that are read together, if the format allows a choice
   * @param first 0-based index of its first sample among all
   * @throws InputException if the file does not have this format
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
