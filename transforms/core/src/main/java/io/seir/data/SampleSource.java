package io.seir.data;

import io.seir.sample.Sample;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * Samples that are read together; knows where they are, and travels to the worker that reads them.
 */
public interface SampleSource extends Serializable {
  /** 0-based index of the first sample among all that are read together. */
  long first();

  /** Reads the samples in order, one at a time, because some contain their picture. */
  void read(Consumer<Sample> out) throws IOException;
}
