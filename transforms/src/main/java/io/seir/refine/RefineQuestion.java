package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.ask.ConcurrentDoFn;
import io.seir.dialogue.AskedTurn;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Spent;
import io.seir.dialogue.StageUsage;
import io.seir.model.ModelException;
import io.seir.model.Models;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Writes and refines the question of the next turn of every dialogue (METHOD, QR). */
public final class RefineQuestion
    extends PTransform<PCollection<Dialogue>, PCollection<AskedTurn>> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "question";
  private static final TupleTag<AskedTurn> MAIN = new TupleTag<>("main") {};

  private final RefinementConfig config;
  private final Asking asking;
  private final transient BadRecords bad;

  private RefineQuestion(RefinementConfig config, Asking asking, BadRecords bad) {
    this.config = config;
    this.asking = asking;
    this.bad = bad;
  }

  /**
   * @param config depth and selection
   * @param asking whom to ask
   * @param bad takes the dialogues that fail here
   */
  public static RefineQuestion of(RefinementConfig config, Asking asking, BadRecords bad) {
    return new RefineQuestion(config, asking, bad);
  }

  @Override
  public PCollection<AskedTurn> expand(PCollection<Dialogue> turns) {
    return bad.takeFrom(
        turns.apply(
            "Refine question",
            ParDo.of(new Refine(config, asking))
                .withOutputTags(MAIN, TupleTagList.of(BadRecords.TAG))),
        MAIN,
        JsonCoder.of(AskedTurn.class));
  }

  private static final class Refine extends ConcurrentDoFn<Dialogue, AskedTurn> {
    private static final long serialVersionUID = 1;

    private final RefinementLoop loop;
    private final StageCounters counters = new StageCounters(STAGE);

    Refine(RefinementConfig config, Asking asking) {
      super(STAGE, asking);
      this.loop = new RefinementLoop(config.questionDepth(), config.selection(), config.plateau());
    }

    @Override
    protected AskedTurn work(Dialogue turn, Models models, Asker asker) throws ModelException {
      return new AskedTurn(turn, loop.run(new QuestionStage(asker, turn), asker::usage));
    }

    @Override
    protected Dialogue dialogue(Dialogue turn) {
      return turn;
    }

    @Override
    protected Map<String, StageUsage> spent(Dialogue turn) {
      return Spent.on(turn);
    }

    @Override
    protected void count(AskedTurn turn) {
      counters.count(turn.question());
    }
  }
}
