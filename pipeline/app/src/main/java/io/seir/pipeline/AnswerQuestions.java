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
 * A question set to the answers of a system, in the form that is judged: first drafts, without
 * refinement, since what is compared are the models.
 */
public final class AnswerQuestions {
  /** What the files of answers are called. */
  public static final String NAME = "answers";

  private AnswerQuestions() {}

  /**
   * Adds the steps.
   *
   * @param system as the answers name it
   * @param folder where answers and pictures go, absolute
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

  /** Without what somebody else answered: the file may well be that of another system. */
  private static Sample question(Sample sample) {
    return sample
        .mapTurns(turn -> turn.question().map(Turn::asking).orElse(Turn.EMPTY))
        .withUsage(Collections.emptySortedMap());
  }
}
