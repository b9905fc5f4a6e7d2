package io.seir.export;

import java.io.Closeable;
import java.io.IOException;

/** Writes the examples of one shard, in the order in which samples come. */
public interface ExportWriter extends Closeable {
  /**
   * Adds the examples of a sample; none of them if it does not fit.
   *
   * @return how many examples
   * @throws LeftOutException why the sample yields no example
   */
  int write(ExportSample sample) throws IOException, LeftOutException;
}
