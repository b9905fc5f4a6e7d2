package io.seir.pipeline;

import io.seir.dialogue.Dialogue;
import io.seir.dialogue.JsonCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Parts the dialogues that have all their turns from those that go on. */
final class SplitFinished {
  private static final TupleTag<Dialogue> FINISHED = new TupleTag<>("finished") {};
  private static final TupleTag<Dialogue> GOING = new TupleTag<>("going") {};

  /** Both kinds. */
  record Split(PCollection<Dialogue> finished, PCollection<Dialogue> going) {}

  private SplitFinished() {}

  static Split apply(PCollection<Dialogue> dialogues, int turn) {
    PCollectionTuple parts =
        dialogues.apply(
            "Finished after turn " + turn,
            ParDo.of(new Part()).withOutputTags(FINISHED, TupleTagList.of(GOING)));
    JsonCoder<Dialogue> coder = JsonCoder.of(Dialogue.class);
    return new Split(parts.get(FINISHED).setCoder(coder), parts.get(GOING).setCoder(coder));
  }

  private static final class Part extends DoFn<Dialogue, Dialogue> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element Dialogue dialogue, MultiOutputReceiver out) {
      boolean finished = dialogue.turns().size() >= dialogue.seed().templates().size();
      out.get(finished ? FINISHED : GOING).output(dialogue);
    }
  }
}
