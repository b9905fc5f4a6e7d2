package io.seir.pipeline;

import io.seir.data.EntrySource;
import io.seir.dialogue.Entry;
import io.seir.dialogue.JsonCoder;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** The entries of ranges of files, a bundle a range. */
final class ReadEntries extends PTransform<PBegin, PCollection<Entry>> {
  private static final long serialVersionUID = 1;

  private final List<EntrySource> ranges;

  ReadEntries(List<EntrySource> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  @Override
  public PCollection<Entry> expand(PBegin begin) {
    return begin
        .apply("Ranges", Create.of(ranges).withCoder(SerializableCoder.of(EntrySource.class)))
        .apply("A bundle a range", Reshuffle.viaRandomKey())
        .apply("Lines", ParDo.of(new Read()))
        .setCoder(JsonCoder.of(Entry.class));
  }

  private static final class Read extends DoFn<EntrySource, Entry> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element EntrySource range, OutputReceiver<Entry> out)
        throws IOException {
      range.read(out::output);
    }
  }
}
