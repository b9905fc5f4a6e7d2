package io.seir.pipeline;

import io.seir.data.SampleLookup;
import io.seir.sample.JsonCoder;
import io.seir.similar.RowNames;
import io.seir.similar.RowSet;
import io.seir.similar.TurnLine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Adds which turns rows belong to, and what these turns say and show. Rows that are near each other
 * in their set are looked up together, so that files of names and samples are read only once or
 * twice, however many results name them. A worker holds the names of {@link RowNames#NEAR} rows, or
 * the samples of one source.
 */
final class DescribeRows extends PTransform<PCollection<FoundRow>, PCollection<FoundRow>> {
  private static final long serialVersionUID = 1;
  private static final long ROWS = RowNames.NEAR;

  private final PCollectionView<RowSet> set;
  private final SampleLookup samples;

  private DescribeRows(PCollectionView<RowSet> set, SampleLookup samples) {
    this.set = set;
    this.samples = samples;
  }

  /**
   * Rows of a set.
   *
   * @param samples that the rows belong to; may be empty
   */
  static DescribeRows of(PCollectionView<RowSet> set, SampleLookup samples) {
    return new DescribeRows(set, samples);
  }

  @Override
  public PCollection<FoundRow> expand(PCollection<FoundRow> rows) {
    SerializableFunction<FoundRow, Long> block = found -> found.row() / ROWS;
    PCollection<FoundRow> named =
        rows.apply("Block", WithKeys.of(block).withKeyType(TypeDescriptors.longs()))
            .apply("Gather block", GroupByKey.create())
            .apply("Name", ParDo.of(new Name(set)).withSideInputs(set))
            .setCoder(JsonCoder.of(FoundRow.class));
    if (samples.isEmpty()) {
      return named;
    }
    SampleLookup in = samples;
    SerializableFunction<FoundRow, Integer> source =
        found -> in.source(found.name().orElseThrow().index());
    return named
        .apply("Source", WithKeys.of(source).withKeyType(TypeDescriptors.integers()))
        .apply("Gather source", GroupByKey.create())
        .apply("Read", ParDo.of(new Read(samples)))
        .setCoder(JsonCoder.of(FoundRow.class));
  }

  private static final class Name extends DoFn<KV<Long, Iterable<FoundRow>>, FoundRow> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<RowSet> set;
    private final Counter finished = Metrics.counter("seir.names", "finished");

    Name(PCollectionView<RowSet> set) {
      this.set = set;
    }

    @ProcessElement
    public void processElement(ProcessContext context) throws IOException {
      RowSet rows = context.sideInput(set);
      long from = context.element().getKey() * ROWS;
      List<TurnLine> names = rows.turns(from, Math.min(rows.rows(), from + ROWS));
      for (FoundRow found : context.element().getValue()) {
        context.output(found.withName(names.get((int) (found.row() - from))));
        finished.inc(found.place() == 0 ? 0 : 1);
      }
    }
  }

  private static final class Read extends DoFn<KV<Integer, Iterable<FoundRow>>, FoundRow> {
    private static final long serialVersionUID = 1;

    private final SampleLookup samples;

    Read(SampleLookup samples) {
      this.samples = samples;
    }

    @ProcessElement
    public void processElement(
        @Element KV<Integer, Iterable<FoundRow>> group, OutputReceiver<FoundRow> out)
        throws IOException {
      SampleLookup.Found read = samples.read(group.getKey());
      for (FoundRow found : group.getValue()) {
        FoundRow.Name name = found.name().orElseThrow();
        Optional<FoundRow> told = read.get(name.id(), name.system()).map(found::withText);
        out.output(told.orElse(found));
      }
    }
  }
}
