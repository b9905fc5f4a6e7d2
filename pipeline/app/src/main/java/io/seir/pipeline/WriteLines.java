package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.dialogue.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Writes lines to files of 1,000 consecutive ones each, sorted: {@code NAME-00000.jsonl} and so on.
 * Files appear whole, and are the same whatever the order of arrival. Gives back how many lines
 * each file has.
 */
final class WriteLines extends PTransform<PCollection<WriteLines.Line>, PCollection<Integer>> {
  private static final long serialVersionUID = 1;
  private static final long SHARD = 1000;

  /** Of the lines. */
  static final JsonCoder<Line> LINES = JsonCoder.of(Line.class);

  /**
   * A line of a file.
   *
   * @param index its place among all lines
   */
  record Line(long index, String text) {}

  private final String folder;
  private final String name;

  /**
   * @param folder absolute
   */
  WriteLines(String folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  @Override
  public PCollection<Integer> expand(PCollection<Line> lines) {
    return lines
        .apply(
            "Shard",
            WithKeys.of((Line line) -> String.format(Locale.ROOT, "%05d", line.index() / SHARD))
                .withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), LINES))
        .apply("Gather", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(folder, name)));
  }

  private static final class Write extends DoFn<KV<String, Iterable<Line>>, Integer> {
    private static final long serialVersionUID = 1;

    private final String folder;
    private final String name;

    Write(String folder, String name) {
      this.folder = folder;
      this.name = name;
    }

    @ProcessElement
    public void processElement(
        @Element KV<String, Iterable<Line>> shard, OutputReceiver<Integer> out) throws IOException {
      List<Line> lines = new ArrayList<>();
      shard.getValue().forEach(lines::add);
      lines.sort(Comparator.comparingLong(Line::index));
      AtomicFile.write(
          Locations.path(folder).resolve(name + "-" + shard.getKey() + ".jsonl"),
          lines.stream().map(Line::text).toList());
      out.output(lines.size());
    }
  }
}
