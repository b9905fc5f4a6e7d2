package io.seir.data;

import io.seir.sample.Sample;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/** Samples that are read together; knows where they are, and travels to the worker that reads. */
public interface SampleSource extends Serializable {
  /** 0-based index of the first sample among all that are read together. */
  long first();

  /** Reads the samples in order, one at a time: some hold their picture. */
  void read(Consumer<Sample> out) throws IOException;
}
