package io.seir.examples;

import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.data.WriteBadRecords;
import io.seir.data.WriteSamples;
import io.seir.model.ModelSource;
import io.seir.refine.RefineAnswer;
import io.seir.refine.RefineImage;
import io.seir.refine.RefineStage;
import io.seir.sample.BadRecords;
import io.seir.sample.Sample;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;

/** Runs a custom stage between the answer and the picture. */
public final class PicturesInHouseStyle {
  private PicturesInHouseStyle() {}

  /** Adds the steps. */
  public static void build(
      Pipeline pipeline, String question, String style, ModelSource models, String out) {
    ModelAccess access = ModelAccess.to(models).withPrompts(HouseStyle.prompts(style));
    BadRecords bad = new BadRecords();
    pipeline
        .apply("Question", Create.of(Sample.ofQuestion("q", question)))
        .apply("Answer", RefineAnswer.of(access).withDepth(1))
        .samples(bad)
        .apply("Style", RefineStage.of(new HouseStyle(), access).withDepth(1))
        .samples(bad)
        .apply("Picture", RefineImage.of(access, BlobLocation.folder(out)).withDepth(1))
        .samples(bad)
        .apply("Write", WriteSamples.to(out));
    bad.all(pipeline).apply("Write bad", WriteBadRecords.to(out));
  }
}
