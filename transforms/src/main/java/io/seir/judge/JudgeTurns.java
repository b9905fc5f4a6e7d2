package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.ask.ConcurrentDoFn;
import io.seir.blob.BlobLocation;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Spent;
import io.seir.dialogue.StageUsage;
import io.seir.model.ModelException;
import io.seir.model.Models;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Scores every turn of every dialogue on the four scales of SynJudge. A turn that cannot be judged
 * is unscored; only a spent budget makes a bad record here.
 */
public final class JudgeTurns
    extends PTransform<PCollection<Dialogue>, PCollection<JudgedDialogue>> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "judge";
  private static final TupleTag<JudgedDialogue> MAIN = new TupleTag<>("main") {};

  private final Asking asking;
  private final BlobLocation pictures;
  private final transient BadRecords bad;

  private JudgeTurns(Asking asking, BlobLocation pictures, BadRecords bad) {
    this.asking = asking;
    this.pictures = pictures;
    this.bad = bad;
  }

  /**
   * @param asking whose judge is asked
   * @param pictures where the pictures of the dialogues are
   * @param bad takes the dialogues for which the budget did not last
   */
  public static JudgeTurns of(Asking asking, BlobLocation pictures, BadRecords bad) {
    return new JudgeTurns(asking, pictures, bad);
  }

  @Override
  public PCollection<JudgedDialogue> expand(PCollection<Dialogue> dialogues) {
    return bad.takeFrom(
        dialogues.apply(
            "Judge turns",
            ParDo.of(new Judge(asking, pictures))
                .withOutputTags(MAIN, TupleTagList.of(BadRecords.TAG))),
        MAIN,
        JsonCoder.of(JudgedDialogue.class));
  }

  private static final class Judge extends ConcurrentDoFn<Dialogue, JudgedDialogue> {
    private static final long serialVersionUID = 1;

    private final BlobLocation pictures;
    private final Counter calls = Metrics.counter("seir." + STAGE, "model_calls");
    private final Counter unscored = Metrics.counter("seir." + STAGE, "unscored_turns");

    Judge(Asking asking, BlobLocation pictures) {
      super(STAGE, asking);
      this.pictures = pictures;
    }

    @Override
    protected JudgedDialogue work(Dialogue dialogue, Models models, Asker asker)
        throws ModelException {
      return new TurnJudge(asker, pictures.open()).judge(dialogue);
    }

    @Override
    protected Dialogue dialogue(Dialogue dialogue) {
      return dialogue;
    }

    @Override
    protected Map<String, StageUsage> spent(Dialogue dialogue) {
      return Spent.on(dialogue);
    }

    @Override
    protected void count(JudgedDialogue judged) {
      calls.inc(judged.usage().total().calls());
      unscored.inc(judged.verdicts().stream().filter(Verdict.Unscored.class::isInstance).count());
    }
  }
}
