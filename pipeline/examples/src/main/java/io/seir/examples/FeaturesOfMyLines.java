package io.seir.examples;

import io.seir.blob.SamplePictures;
import io.seir.data.ReadSamples;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.features.ExtractFeatures;
import io.seir.model.ModelSource;
import io.seir.model.ModelsConfig;
import io.seir.sample.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Adds features to your own JSON lines; the lines keep their own keys. */
public final class FeaturesOfMyLines {
  private FeaturesOfMyLines() {}

  /** Runs it: the lines, a models file with a {@code judgeEncoder}, and a folder for the result. */
  public static void main(String[] args) throws IOException {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    build(pipeline, args[0], ModelsConfig.parse(Files.readString(Path.of(args[1]))), args[2]);
    pipeline.run().waitUntilFinish();
  }

  /** Adds the steps; picture names are relative to the folder of the file of lines. */
  public static void build(Pipeline pipeline, String lines, ModelSource models, String out) {
    Result extracted =
        pipeline
            .apply("Lines", ReadSamples.from(lines))
            .apply("Features", ExtractFeatures.of(models, SamplePictures.besideTheirFile()));
    extracted.samples().apply("Write", WriteSamples.to(out, "features"));
    extracted.bad().apply("Write bad", WriteBadRecords.to(out));
  }
}
