package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Writes a few lines to one file, sorted, so that the order of arrival does not matter. */
final class OneFile extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final String name;

  private OneFile(String folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * To a file.
   *
   * @param folder absolute, or with any scheme that {@link Locations} knows
   */
  static OneFile to(String folder, String name) {
    return new OneFile(folder, name);
  }

  @Override
  public PCollection<String> expand(PCollection<String> lines) {
    return lines
        .apply("To one", WithKeys.<String, String>of(name).withKeyType(TypeDescriptors.strings()))
        .apply("Gather", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(folder)));
  }

  private static final class Write extends DoFn<KV<String, Iterable<String>>, String> {
    private static final long serialVersionUID = 1;

    private final String folder;

    Write(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void processElement(
        @Element KV<String, Iterable<String>> file, OutputReceiver<String> out) throws IOException {
      List<String> lines = new ArrayList<>();
      file.getValue().forEach(lines::add);
      lines.sort(null);
      AtomicFile.write(Locations.path(folder).resolve(file.getKey()), lines);
      out.output(file.getKey());
    }
  }
}
