package io.seir.examples;

import io.seir.ask.ModelAccess;
import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.features.ExtractFeatures;
import io.seir.judge.JudgeSamples;
import io.seir.judge.ModelJudge;
import io.seir.model.ModelSource;
import io.seir.sample.BadRecords;
import org.apache.beam.sdk.Pipeline;

/** Adds features and scores to your own JSON lines; the lines keep their own keys. */
public final class JudgeMyLines {
  private JudgeMyLines() {}

  /** Adds the steps; picture names are relative to the folder of the file of lines. */
  public static void build(Pipeline pipeline, String lines, ModelSource models, String out) {
    SamplePictures pictures = SamplePictures.besideTheirFile();
    BadRecords bad = new BadRecords();
    pipeline
        .apply("Lines", ReadSamples.from(lines))
        .apply("Features", ExtractFeatures.of(models, pictures))
        .samples(bad)
        .apply("Judge", JudgeSamples.of(ModelJudge.plain(), ModelAccess.to(models), pictures))
        .samples(bad)
        .apply("Write", WriteSamples.to(out, "judged"));
    bad.all(pipeline).apply("Write bad", WriteBadRecords.to(out));
  }
}
