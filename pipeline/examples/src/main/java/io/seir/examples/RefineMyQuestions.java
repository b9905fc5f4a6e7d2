package io.seir.examples;

import io.seir.ask.ModelAccess;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.model.ModelSource;
import io.seir.refine.RefineAnswer;
import io.seir.sample.BadRecords;
import io.seir.sample.Sample;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;

/** Answers your own questions, refined by your own models. */
public final class RefineMyQuestions {
  private RefineMyQuestions() {}

  /**
   * Adds the steps; answers go to {@code out}, and questions that could not be answered to its
   * folder {@code bad}.
   */
  public static void build(
      Pipeline pipeline, List<String> questions, ModelSource models, String out) {
    List<Sample> samples =
        IntStream.range(0, questions.size())
            .mapToObj(i -> Sample.ofQuestion("q" + i, questions.get(i)))
            .toList();
    BadRecords bad = new BadRecords();
    pipeline
        .apply("Questions", Create.of(samples))
        .apply("Answer", RefineAnswer.of(ModelAccess.to(models)).withDepth(2))
        .samples(bad)
        .apply("Write", WriteSamples.to(out));
    bad.all(pipeline).apply("Write bad", WriteBadRecords.to(out));
  }
}
