package io.seir.refine;

import io.seir.ask.ModelAccess;
import io.seir.blob.BlobLocation;
import io.seir.kernels.KernelSelector;
import io.seir.sample.BadRecords;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** One turn of the method: a refined question, a refined answer and a refined picture. */
public final class RefineTurn extends Result.Transform<PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  private final RefinementConfig config;
  private final ModelAccess access;
  private final BlobLocation pictures;
  private final KernelSelector.Choice kernels;

  private RefineTurn(
      RefinementConfig config,
      ModelAccess access,
      BlobLocation pictures,
      KernelSelector.Choice kernels) {
    this.config = config;
    this.access = access;
    this.pictures = pictures;
    this.kernels = kernels;
  }

  /**
   * With the fastest available numeric engine.
   *
   * @param config how deep to refine, and which round to use
   * @param pictures where pictures are kept
   */
  public static RefineTurn of(RefinementConfig config, ModelAccess access, BlobLocation pictures) {
    return new RefineTurn(config, access, pictures, KernelSelector.Choice.AUTO);
  }

  /** With a specific numeric engine instead of the fastest. */
  public RefineTurn withKernels(KernelSelector.Choice choice) {
    return new RefineTurn(config, access, pictures, choice);
  }

  @Override
  public Result expand(PCollection<Sample> samples) {
    BadRecords bad = new BadRecords();
    PCollection<Sample> finished =
        samples
            .apply("Question", stage(RefineQuestion.of(access), config.questionDepth()))
            .samples(bad)
            .apply("Answer", stage(RefineAnswer.of(access), config.answerDepth()))
            .samples(bad)
            .apply(
                "Image",
                stage(
                    RefineImage.of(access, pictures, config.historyImages()), config.imageDepth()))
            .samples(bad);
    return Result.of(
        PCollectionTuple.of(Result.SAMPLES, finished)
            .and(Result.BAD, bad.all(samples.getPipeline())));
  }

  private RefineStage stage(RefineStage stage, int depth) {
    return stage
        .withDepth(depth)
        .withSelection(config.selection())
        .withPlateau(config.plateau())
        .withKernels(kernels);
  }
}
