package io.seir.pipeline;

import io.seir.ask.Asking;
import io.seir.ask.BadRecords;
import io.seir.data.EntrySource;
import io.seir.data.JudgedLine;
import io.seir.judge.EntryPictures;
import io.seir.judge.JudgeEntries;
import io.seir.judge.JudgedEntry;
import io.seir.judge.SynJudge;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Answers to verdicts: reads entries, judges them, and writes them again with their labels. */
public final class JudgeAnswers {
  /** What the files of judged entries are called. */
  public static final String NAME = "judged";

  private JudgeAnswers() {}

  /** Adds the steps. */
  public static void build(
      Pipeline pipeline,
      List<EntrySource> ranges,
      Asking asking,
      SynJudge judge,
      EntryPictures pictures,
      long seed,
      String folder) {
    BadRecords bad = new BadRecords();
    pipeline
        .apply("Read", new ReadEntries(ranges))
        .apply("SynJudge", JudgeEntries.of(asking, judge, pictures, seed, bad))
        .apply(
            "As lines",
            MapElements.into(TypeDescriptor.of(WriteLines.Line.class))
                .via(
                    (JudgedEntry judged) ->
                        new WriteLines.Line(judged.entry().index(), JudgedLine.of(judged))))
        .setCoder(WriteLines.LINES)
        .apply("Write", new WriteLines(folder, NAME));
  }
}
