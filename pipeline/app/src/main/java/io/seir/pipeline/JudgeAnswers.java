package io.seir.pipeline;

import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.blob.EntryPictures;
import io.seir.data.EntrySource;
import io.seir.data.JudgedLine;
import io.seir.dialogue.Entry;
import io.seir.judge.DecideEntries;
import io.seir.judge.FastJudge;
import io.seir.judge.JudgeEntries;
import io.seir.judge.JudgedEntry;
import io.seir.judge.SynJudge;
import io.seir.kernels.KernelSelector;
import io.seir.score.ScoreEntries;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Answers to verdicts: reads entries, judges them, and writes them again with their labels. */
public final class JudgeAnswers {
  /** What the files of judged entries are called. */
  public static final String NAME = "judged";

  private JudgeAnswers() {}

  /** Who judges. */
  public sealed interface Judge extends Serializable {
    /** The model judge alone. */
    record Model(SynJudge judge) implements Judge {}

    /** The fast judge alone. */
    record Fast(FastJudge judge, KernelSelector.Choice kernels) implements Judge {}

    /**
     * The fast judge where it is clear, else the model judge.
     *
     * @param most error to expect of a clear case, in points
     */
    record Cascade(FastJudge fast, KernelSelector.Choice kernels, double most, SynJudge model)
        implements Judge {}
  }

  /**
   * Adds the steps.
   *
   * @param seed of the calls' own seeds
   * @param folder where the judged lines go, absolute
   */
  public static void build(
      Pipeline pipeline,
      List<EntrySource> ranges,
      Asking asking,
      Judge judge,
      EntryPictures pictures,
      long seed,
      String folder) {
    PCollection<Entry> entries = pipeline.apply("Read", new ReadEntries(ranges));
    judged(entries, asking, judge, pictures, seed)
        .apply(
            "As lines",
            MapElements.into(TypeDescriptor.of(WriteLines.Line.class))
                .via(
                    (JudgedEntry one) ->
                        new WriteLines.Line(one.entry().index(), JudgedLine.of(one))))
        .setCoder(WriteLines.LINES)
        .apply("Write", new WriteLines(folder, NAME));
  }

  private static PCollection<JudgedEntry> judged(
      PCollection<Entry> entries, Asking asking, Judge judge, EntryPictures pictures, long seed) {
    BadRecords bad = new BadRecords();
    if (judge instanceof Judge.Model model) {
      return entries.apply("SynJudge", JudgeEntries.of(asking, model.judge(), pictures, seed, bad));
    }
    if (judge instanceof Judge.Fast fast) {
      return decided(
              entries, asking, pictures, fast.kernels(), fast.judge(), Double.POSITIVE_INFINITY)
          .get(DecideEntries.DECIDED);
    }
    Judge.Cascade cascade = (Judge.Cascade) judge;
    PCollectionTuple parts =
        decided(entries, asking, pictures, cascade.kernels(), cascade.fast(), cascade.most());
    PCollection<JudgedEntry> rest =
        parts
            .get(DecideEntries.OPEN)
            .apply("SynJudge", JudgeEntries.of(asking, cascade.model(), pictures, seed, bad));
    return PCollectionList.of(parts.get(DecideEntries.DECIDED))
        .and(rest)
        .apply("Together", Flatten.pCollections());
  }

  private static PCollectionTuple decided(
      PCollection<Entry> entries,
      Asking asking,
      EntryPictures pictures,
      KernelSelector.Choice kernels,
      FastJudge judge,
      double most) {
    return entries
        .apply("Score", ScoreEntries.of(asking.models(), pictures, kernels, false))
        .apply("Fast judge", new DecideEntries(judge, most));
  }
}
