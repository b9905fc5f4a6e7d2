package io.seir.pipeline;

import io.seir.ask.BadRecords;
import io.seir.blob.BlobLocation;
import io.seir.dialogue.AnsweredTurn;
import io.seir.dialogue.AskedTurn;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.JsonCoder;
import io.seir.dialogue.StageUsage;
import io.seir.judge.JudgeTurns;
import io.seir.judge.JudgedDialogue;
import io.seir.judge.Verdict;
import io.seir.refine.RefineAnswer;
import io.seir.refine.RefineImage;
import io.seir.refine.RefineQuestion;
import io.seir.score.ScoreTurns;
import java.util.Collections;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * The method as one transform: every turn a refined question, a refined answer and a refined
 * picture; after the last turn the judge. Turns are unrolled into the graph; a dialogue with fewer
 * turns than the most leaves after its own last one.
 */
public final class GenerateDialogues extends PTransform<PBegin, PCollection<JudgedDialogue>> {
  private static final long serialVersionUID = 1;

  private final DataSetRun run;
  private final Wave wave;
  private final BlobLocation pictures;
  private final transient BadRecords bad;

  private GenerateDialogues(DataSetRun run, Wave wave, BlobLocation pictures, BadRecords bad) {
    this.run = run;
    this.wave = wave;
    this.pictures = pictures;
    this.bad = bad;
  }

  /**
   * @param run which dialogues, how much each is refined, and by whom
   * @param wave which of them now
   * @param pictures where pictures are kept
   * @param bad takes every dialogue that could not be finished
   */
  public static GenerateDialogues of(
      DataSetRun run, Wave wave, BlobLocation pictures, BadRecords bad) {
    return new GenerateDialogues(run, wave, pictures, bad);
  }

  @Override
  public PCollection<JudgedDialogue> expand(PBegin begin) {
    RunPlan plan = run.plan();
    PCollection<Dialogue> dialogues =
        begin.apply("Plan", new PlanDialogues(plan, wave, run.range(), bad));
    PCollectionList<Dialogue> finished = PCollectionList.empty(begin.getPipeline());
    for (int turn = 1; turn <= plan.mostTurns(); turn++) {
      dialogues = dialogues.apply("Turn " + turn, new RefineTurn());
      if (turn >= plan.fewestTurns() && turn < plan.mostTurns()) {
        SplitFinished.Split split = SplitFinished.apply(dialogues, turn);
        finished = finished.and(split.finished());
        dialogues = split.going();
      }
    }
    PCollection<Dialogue> all =
        finished.and(dialogues).apply("All dialogues", Flatten.pCollections());
    return run.judge()
        ? all.apply("Judge", JudgeTurns.of(run.asking(), pictures, bad))
            .apply("Score", scoreTurns())
        : all.apply("No judge", MapElements.via(new Unjudged()))
            .setCoder(JsonCoder.of(JudgedDialogue.class));
  }

  private PTransform<PCollection<JudgedDialogue>, PCollection<JudgedDialogue>> scoreTurns() {
    ScoreTurns score = ScoreTurns.of(run.asking().models(), pictures, run.scoring().kernels());
    String accelerator = run.scoring().accelerator();
    return accelerator.isEmpty()
        ? score
        : score.setResourceHints(ResourceHints.create().withAccelerator(accelerator));
  }

  /** Leaves every turn unscored. */
  private static final class Unjudged extends SimpleFunction<Dialogue, JudgedDialogue> {
    private static final long serialVersionUID = 1;

    @Override
    public JudgedDialogue apply(Dialogue dialogue) {
      return new JudgedDialogue(
          dialogue,
          Collections.nCopies(dialogue.turns().size(), new Verdict.Unscored("not_judged")),
          StageUsage.NONE);
    }
  }

  /** One turn of the method. */
  private final class RefineTurn extends PTransform<PCollection<Dialogue>, PCollection<Dialogue>> {
    private static final long serialVersionUID = 1;

    @Override
    public PCollection<Dialogue> expand(PCollection<Dialogue> dialogues) {
      PCollection<AskedTurn> asked =
          dialogues.apply("Question", RefineQuestion.of(run.refinement(), run.asking(), bad));
      PCollection<AnsweredTurn> answered =
          asked.apply("Answer", RefineAnswer.of(run.refinement(), run.asking(), bad));
      return answered.apply("Image", RefineImage.of(run.refinement(), run.asking(), pictures, bad));
    }
  }
}
