package io.seir.pipeline;

import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Top;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Separates accepted dialogues from rejected ones. If more pass than are needed, those with the
 * lowest numbers are accepted, so that the result does not depend on timing.
 */
final class SelectAccepted extends PTransform<PCollection<Sample>, PCollectionTuple> {
  private static final long serialVersionUID = 1;
  static final TupleTag<Sample> ACCEPTED = new TupleTag<>("accepted") {};
  static final TupleTag<Rejected> REJECTED = new TupleTag<>("rejected") {};

  /**
   * A finished dialogue that is not accepted.
   *
   * @param reason {@code below}, {@code unscored} or {@code surplus}
   */
  @DefaultCoder(JsonCoder.class)
  record Rejected(Sample sample, String reason) {}

  private final Acceptance acceptance;
  private final int wanted;

  /**
   * @param wanted how many to accept at most
   */
  SelectAccepted(Acceptance acceptance, int wanted) {
    this.acceptance = acceptance;
    this.wanted = wanted;
  }

  @Override
  public PCollectionTuple expand(PCollection<Sample> judged) {
    Acceptance rule = acceptance;
    SerializableFunction<Sample, Boolean> passes = one -> rule.objection(one).isEmpty();
    SerializableFunction<Sample, Long> index = one -> one.index();
    PCollectionView<Long> limit =
        judged
            .apply("Passing", Filter.by(passes))
            .apply("Numbers", MapElements.into(TypeDescriptors.longs()).via(index))
            .setCoder(VarLongCoder.of())
            .apply("The lowest", Top.smallest(wanted))
            .apply("The last of them", MapElements.into(TypeDescriptors.longs()).via(last(wanted)))
            .setCoder(VarLongCoder.of())
            .apply("As a limit", View.asSingleton());
    return judged.apply(
        "Gate",
        ParDo.of(new Gate(acceptance, limit))
            .withSideInputs(limit)
            .withOutputTags(ACCEPTED, TupleTagList.of(REJECTED)));
  }

  /** The number of the last accepted dialogue; no limit unless more pass than are needed. */
  private static SerializableFunction<List<Long>, Long> last(int wanted) {
    return lowest ->
        wanted == 0
            ? Long.valueOf(-1)
            : lowest.size() < wanted ? Long.MAX_VALUE : Collections.max(lowest);
  }

  private static final class Gate extends DoFn<Sample, Sample> {
    private static final long serialVersionUID = 1;

    private final Acceptance acceptance;
    private final PCollectionView<Long> limit;

    Gate(Acceptance acceptance, PCollectionView<Long> limit) {
      this.acceptance = acceptance;
      this.limit = limit;
    }

    @ProcessElement
    public void processElement(
        @Element Sample judged, ProcessContext context, MultiOutputReceiver out) {
      Optional<String> objection = acceptance.objection(judged);
      if (objection.isEmpty() && judged.index() > context.sideInput(limit)) {
        objection = Optional.of(Acceptance.SURPLUS);
      }
      objection.ifPresentOrElse(
          reason -> out.get(REJECTED).output(new Rejected(judged, reason)),
          () -> out.get(ACCEPTED).output(judged));
    }
  }
}
