package io.seir.expansion;

import io.seir.data.SampleLine;
import io.seir.sample.BadRecord;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Applies a transform over samples to rows; failures go to a second output. */
final class OverRows extends SchemaTransform {
  private static final long serialVersionUID = 1;

  static final String INPUT = "input";
  static final String OUTPUT = "output";
  static final String ERRORS = "errors";

  private static final TupleTag<Sample> SAMPLES = new TupleTag<>("samples") {};
  private static final TupleTag<Row> REFUSED = new TupleTag<>("refused") {};

  private final Steps steps;
  private final List<Schema.Field> added;
  private final SampleRows.Values values;

  /** The steps over samples. */
  interface Steps {
    Result apply(PCollection<Sample> samples);
  }

  /**
   * @param added fields that the output has in addition to those of the input
   * @param values their values
   */
  OverRows(Steps steps, List<Schema.Field> added, SampleRows.Values values) {
    this.steps = steps;
    this.added = new ArrayList<>(added);
    this.values = values;
  }

  @Override
  public PCollectionRowTuple expand(PCollectionRowTuple input) {
    PCollection<Row> rows = input.getSinglePCollection();
    SampleRows form = new SampleRows(rows.getSchema(), added);
    PCollectionTuple read =
        rows.apply(
            "Samples", ParDo.of(new Read(form)).withOutputTags(SAMPLES, TupleTagList.of(REFUSED)));
    Result result = steps.apply(read.get(SAMPLES));
    SampleRows.Values how = values;
    SerializableFunction<Sample, Row> row = sample -> form.row(sample, how);
    SerializableFunction<BadRecord, Row> error = SampleRows::row;
    PCollection<Row> errors =
        PCollectionList.of(read.get(REFUSED).setRowSchema(SampleRows.ERRORS))
            .and(
                result
                    .bad()
                    .apply("Errors", MapElements.into(TypeDescriptors.rows()).via(error))
                    .setRowSchema(SampleRows.ERRORS))
            .apply("All errors", Flatten.pCollections());
    return PCollectionRowTuple.of(
            OUTPUT,
            result
                .samples()
                .apply("Rows", MapElements.into(TypeDescriptors.rows()).via(row))
                .setRowSchema(form.output()))
        .and(ERRORS, errors);
  }

  /** A row that is not a sample becomes an error. */
  private static final class Read extends DoFn<Row, Sample> {
    private static final long serialVersionUID = 1;

    private final SampleRows form;

    Read(SampleRows form) {
      this.form = form;
    }

    @ProcessElement
    public void processElement(@Element Row row, MultiOutputReceiver out) {
      try {
        out.get(SAMPLES).output(form.sample(row));
      } catch (IllegalArgumentException e) {
        out.get(REFUSED)
            .output(
                SampleRows.row(
                    BadRecord.of(
                        "read",
                        "no_sample",
                        String.valueOf(e.getMessage()),
                        SampleLine.fault(
                            "none",
                            new SampleLine.Place(0, 0, "", Optional.empty()),
                            "no_sample"))));
      }
    }
  }
}
