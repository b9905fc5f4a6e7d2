package io.seir.pipeline;

import io.seir.sample.Sample;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Parts the dialogues that have all their turns from those that go on. */
final class SplitFinished {
  private static final TupleTag<Sample> FINISHED = new TupleTag<>("finished") {};
  private static final TupleTag<Sample> GOING = new TupleTag<>("going") {};

  /** Both kinds. */
  record Split(PCollection<Sample> finished, PCollection<Sample> going) {}

  private SplitFinished() {}

  static Split apply(PCollection<Sample> dialogues, int turn) {
    PCollectionTuple parts =
        dialogues.apply(
            "Finished after turn " + turn,
            ParDo.of(new Part()).withOutputTags(FINISHED, TupleTagList.of(GOING)));
    return new Split(parts.get(FINISHED), parts.get(GOING));
  }

  private static final class Part extends DoFn<Sample, Sample> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Sample sample, MultiOutputReceiver out) {
      boolean finished = sample.turns().size() >= sample.templates().size();
      out.get(finished ? FINISHED : GOING).output(sample);
    }
  }
}
