package io.seir.pipeline;

import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.refine.RefineAnswer;
import io.seir.refine.RefineImage;
import io.seir.sample.BadRecords;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.Collections;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Turns a question set into the answers of a system that can be judged: first drafts without
 * refinement, because the models are compared.
 */
public final class AnswerQuestions {
  /** The name of the answer files. */
  public static final String NAME = "answers";

  private AnswerQuestions() {}

  /**
   * Adds the steps.
   *
   * @param system its name in the answers
   * @param folder for answers and pictures; absolute
   */
  public static void build(
      Pipeline pipeline, ReadSamples questions, ModelAccess access, String system, String folder) {
    BadRecords bad = new BadRecords();
    pipeline
        .apply("Read", questions.withSystem(system))
        .apply(
            "Question",
            MapElements.into(TypeDescriptor.of(Sample.class)).via(AnswerQuestions::question))
        .apply("Answer", RefineAnswer.of(access).withDepth(0))
        .samples(bad)
        .apply("Draw", RefineImage.of(access, BlobLocation.folder(folder)).withDepth(0))
        .samples(bad)
        .apply("Write", WriteSamples.to(folder, NAME));
    bad.all(pipeline).apply("Write bad", WriteBadRecords.to(folder));
  }

  /** Removes existing answers, because the file may be that of another system. */
  private static Sample question(Sample sample) {
    return sample
        .mapTurns(turn -> turn.question().map(Turn::asking).orElse(Turn.EMPTY))
        .withUsage(Collections.emptySortedMap());
  }
}
