package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.ask.ConcurrentDoFn;
import io.seir.blob.BlobLocation;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Spent;
import io.seir.dialogue.StageUsage;
import io.seir.model.ModelSource;
import io.seir.model.Models;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Scores every turn of every dialogue on the four scales of SynJudge. A turn that cannot be judged
 * is unscored; no dialogue is lost here.
 */
public final class JudgeTurns
    extends PTransform<PCollection<Dialogue>, PCollection<JudgedDialogue>> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "judge";

  private final ModelSource models;
  private final BlobLocation pictures;

  private JudgeTurns(ModelSource models, BlobLocation pictures) {
    this.models = models;
    this.pictures = pictures;
  }

  /**
   * @param models whose judge is asked
   * @param pictures where the pictures of the dialogues are
   */
  public static JudgeTurns of(ModelSource models, BlobLocation pictures) {
    return new JudgeTurns(models, pictures);
  }

  @Override
  public PCollection<JudgedDialogue> expand(PCollection<Dialogue> dialogues) {
    return dialogues
        .apply("Judge turns", ParDo.of(new Judge(models, pictures)))
        .setCoder(JsonCoder.of(JudgedDialogue.class));
  }

  private static final class Judge extends ConcurrentDoFn<Dialogue, JudgedDialogue> {
    private static final long serialVersionUID = 1;

    private final BlobLocation pictures;
    private final Counter calls = Metrics.counter("seir." + STAGE, "model_calls");
    private final Counter unscored = Metrics.counter("seir." + STAGE, "unscored_turns");

    Judge(ModelSource models, BlobLocation pictures) {
      super(STAGE, models);
      this.pictures = pictures;
    }

    @Override
    protected JudgedDialogue work(Dialogue dialogue, Models models, Asker perDialogue) {
      return new TurnJudge(models.judge(), pictures.open()).judge(dialogue);
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
      calls.inc(judged.usage().calls());
      unscored.inc(judged.verdicts().stream().filter(Verdict.Unscored.class::isInstance).count());
    }
  }
}
