package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.similar.Diversity;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;

/** Writes {@code diversity.json} in a folder. */
final class WriteDiversity extends DoFn<Diversity, Void> {
  private static final long serialVersionUID = 1;

  private final String folder;

  /**
   * @param folder absolute, or with any scheme that {@link Locations} knows
   */
  WriteDiversity(String folder) {
    this.folder = folder;
  }

  @ProcessElement
  public void processElement(@Element Diversity found) throws IOException {
    write(folder, found);
  }

  static void write(String folder, Diversity found) throws IOException {
    AtomicFile.write(Locations.path(folder).resolve(Diversity.FILE), found.bytes());
  }
}
