package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.ask.ConcurrentDoFn;
import io.seir.blob.BlobLocation;
import io.seir.dialogue.AnsweredTurn;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.ImageDraft;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.Lineage;
import io.seir.dialogue.Refinement;
import io.seir.dialogue.Spent;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.Turn;
import io.seir.kernels.JavaKernels;
import io.seir.model.ModelException;
import io.seir.model.Models;
import java.util.Map;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Draws and refines the picture of every answered turn, which ends the turn (METHOD, IR). */
public final class RefineImage
    extends PTransform<PCollection<AnsweredTurn>, PCollection<Dialogue>> {
  private static final long serialVersionUID = 1;
  private static final String STAGE = "image";
  private static final TupleTag<Dialogue> MAIN = new TupleTag<>("main") {};

  private final RefinementConfig config;
  private final Asking asking;
  private final BlobLocation pictures;
  private final transient BadRecords bad;

  private RefineImage(
      RefinementConfig config, Asking asking, BlobLocation pictures, BadRecords bad) {
    this.config = config;
    this.asking = asking;
    this.pictures = pictures;
    this.bad = bad;
  }

  /**
   * @param config depth and selection
   * @param asking whom to ask
   * @param pictures where every drawn picture is kept, also those not chosen
   * @param bad takes the dialogues that fail here
   */
  public static RefineImage of(
      RefinementConfig config, Asking asking, BlobLocation pictures, BadRecords bad) {
    return new RefineImage(config, asking, pictures, bad);
  }

  @Override
  public PCollection<Dialogue> expand(PCollection<AnsweredTurn> turns) {
    return bad.takeFrom(
        turns.apply(
            "Refine image",
            ParDo.of(new Refine(config, asking, pictures))
                .withOutputTags(MAIN, TupleTagList.of(BadRecords.TAG))),
        MAIN,
        JsonCoder.of(Dialogue.class));
  }

  private static final class Refine extends ConcurrentDoFn<AnsweredTurn, Dialogue> {
    private static final long serialVersionUID = 1;

    private final RefinementLoop loop;
    private final BlobLocation pictures;
    private final StageCounters counters = new StageCounters(STAGE);

    Refine(RefinementConfig config, Asking asking, BlobLocation pictures) {
      super(STAGE, asking);
      this.loop = new RefinementLoop(config.imageDepth(), config.selection(), config.plateau());
      this.pictures = pictures;
    }

    @Override
    protected Dialogue work(AnsweredTurn turn, Models models, Asker asker) throws ModelException {
      Dialogue history = turn.asked().history();
      SynergyScorer synergy = new SynergyScorer(models.encoder(), new JavaKernels());
      Refinement<ImageDraft> image =
          loop.run(new ImageStage(asker, pictures.open(), synergy, turn), asker::usage);
      return history.with(new Turn(new Lineage(turn.asked().question(), turn.answer(), image)));
    }

    @Override
    protected Dialogue dialogue(AnsweredTurn turn) {
      return turn.asked().history();
    }

    @Override
    protected Map<String, StageUsage> spent(AnsweredTurn turn) {
      return Spent.on(turn);
    }

    @Override
    protected void count(Dialogue turn) {
      counters.count(turn.turns().get(turn.turns().size() - 1).lineage().image());
    }
  }
}
