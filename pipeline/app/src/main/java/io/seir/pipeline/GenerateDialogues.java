package io.seir.pipeline;

import io.seir.judge.Judge;
import io.seir.judge.JudgeSamples;
import io.seir.refine.RefineTurn;
import io.seir.safety.CheckSafety;
import io.seir.safety.PersonalData;
import io.seir.sample.BadRecords;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Partition;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * The method as one transform. The topic is checked before anything is spent; every turn is a
 * refined question, a refined answer and a refined picture; after the last turn come the judge and
 * the features. Turns are unrolled into the graph; a dialogue with fewer turns leaves after its own
 * last turn.
 */
public final class GenerateDialogues extends Result.Transform<PBegin> {
  private static final long serialVersionUID = 1;

  /** 0 for a dialogue that has all its turns, 1 for one that continues. */
  private static final Partition.PartitionFn<Sample> GOING =
      (sample, parts) -> sample.turns().size() < sample.templates().size() ? 1 : 0;

  private final Generation run;
  private final Wave wave;

  private GenerateDialogues(Generation run, Wave wave) {
    this.run = run;
    this.wave = wave;
  }

  /**
   * The dialogues of a wave.
   *
   * @param run which dialogues to make, how much to refine each, and with which models
   * @param wave which of them to make now
   */
  public static GenerateDialogues of(Generation run, Wave wave) {
    return new GenerateDialogues(run, wave);
  }

  @Override
  public Result expand(PBegin begin) {
    BadRecords bad = new BadRecords();
    DialoguePlan plan = run.plan();
    PCollection<Sample> dialogues =
        begin.apply("Plan", PlanDialogues.of(plan, wave, run.portions().range())).samples(bad);
    if (run.details().checksTexts()) {
      dialogues = dialogues.apply("Topic safety", CheckSafety.ofTopics(run.access())).samples(bad);
    }
    PCollectionList<Sample> finished = PCollectionList.empty(begin.getPipeline());
    for (int turn = 1; turn <= plan.mostTurns(); turn++) {
      dialogues =
          dialogues
              .apply(
                  "Turn " + turn,
                  RefineTurn.of(run.refinement(), run.access(), run.target().store())
                      .withKernels(run.features().rounds()))
              .samples(bad);
      if (turn >= plan.fewestTurns() && turn < plan.mostTurns()) {
        PCollectionList<Sample> parts =
            dialogues.apply("Finished after turn " + turn, Partition.of(2, GOING));
        finished = finished.and(parts.get(0));
        dialogues = parts.get(1);
      }
    }
    PCollection<Sample> all =
        finished
            .and(dialogues)
            .apply("All dialogues", Flatten.pCollections())
            .apply(
                "Personal data",
                MapElements.into(TypeDescriptor.of(Sample.class)).via(PersonalData::mark));
    if (run.details().checksPictures()) {
      all =
          all.apply(
                  "Safety",
                  CheckSafety.ofTurns(run.access(), run.unsafe(), run.target().pictures()))
              .samples(bad);
    }
    Judge judge = run.judge();
    if (judge != null) {
      all =
          all.apply("Judge", JudgeSamples.of(judge, run.access(), run.target().pictures()))
              .samples(bad)
              .apply(
                  "Features",
                  run.features().extract(run.access().models(), run.target().pictures()))
              .samples(bad);
    }
    return Result.of(
        PCollectionTuple.of(Result.SAMPLES, all).and(Result.BAD, bad.all(begin.getPipeline())));
  }
}
