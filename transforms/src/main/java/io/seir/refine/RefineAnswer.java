package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.ask.ConcurrentDoFn;
import io.seir.dialogue.AnsweredTurn;
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

/** Writes and refines the answer and the caption of every asked turn (METHOD, AR). */
public final class RefineAnswer
    extends PTransform<PCollection<AskedTurn>, PCollection<AnsweredTurn>> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "answer";
  private static final TupleTag<AnsweredTurn> MAIN = new TupleTag<>("main") {};

  private final RefinementConfig config;
  private final Asking asking;
  private final transient BadRecords bad;

  private RefineAnswer(RefinementConfig config, Asking asking, BadRecords bad) {
    this.config = config;
    this.asking = asking;
    this.bad = bad;
  }

  /**
   * @param config depth and selection
   * @param asking whom to ask
   * @param bad takes the dialogues that fail here
   */
  public static RefineAnswer of(RefinementConfig config, Asking asking, BadRecords bad) {
    return new RefineAnswer(config, asking, bad);
  }

  @Override
  public PCollection<AnsweredTurn> expand(PCollection<AskedTurn> turns) {
    return bad.takeFrom(
        turns.apply(
            "Refine answer",
            ParDo.of(new Refine(config, asking))
                .withOutputTags(MAIN, TupleTagList.of(BadRecords.TAG))),
        MAIN,
        JsonCoder.of(AnsweredTurn.class));
  }

  private static final class Refine extends ConcurrentDoFn<AskedTurn, AnsweredTurn> {
    private static final long serialVersionUID = 1;

    private final RefinementLoop loop;
    private final StageCounters counters = new StageCounters(STAGE);

    Refine(RefinementConfig config, Asking asking) {
      super(STAGE, asking);
      this.loop = new RefinementLoop(config.answerDepth(), config.selection(), config.plateau());
    }

    @Override
    protected AnsweredTurn work(AskedTurn turn, Models models, Asker asker) throws ModelException {
      return new AnsweredTurn(turn, loop.run(new AnswerStage(asker, turn), asker::usage));
    }

    @Override
    protected Dialogue dialogue(AskedTurn turn) {
      return turn.history();
    }

    @Override
    protected Map<String, StageUsage> spent(AskedTurn turn) {
      return Spent.on(turn);
    }

    @Override
    protected void count(AnsweredTurn turn) {
      counters.count(turn.answer());
    }
  }
}
