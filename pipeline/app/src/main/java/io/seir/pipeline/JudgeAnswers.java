package io.seir.pipeline;

import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.judge.Judge;
import io.seir.judge.JudgeSamples;
import io.seir.sample.BadRecords;
import io.seir.sample.Sample;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Reads samples, judges them, and writes them again with their labels. */
public final class JudgeAnswers {
  /** The name of the files of judged samples. */
  public static final String NAME = "judged";

  private JudgeAnswers() {}

  /**
   * Adds the steps.
   *
   * @param features how to extract them, if the judge needs them
   * @param folder for the judged lines; absolute
   */
  public static void build(
      Pipeline pipeline,
      ReadSamples answers,
      ModelAccess access,
      Judge judge,
      Optional<FeatureSettings> features,
      SamplePictures pictures,
      String folder) {
    BadRecords bad = new BadRecords();
    PCollection<Sample> samples = pipeline.apply("Read", answers);
    if (features.isPresent()) {
      samples =
          samples.apply("Features", features.get().extract(access.models(), pictures)).samples(bad);
    }
    samples
        .apply("SynJudge", JudgeSamples.of(judge, access, pictures))
        .samples(bad)
        .apply("Write", WriteSamples.to(folder, NAME));
    bad.all(pipeline).apply("Write bad", WriteBadRecords.to(folder));
  }
}
