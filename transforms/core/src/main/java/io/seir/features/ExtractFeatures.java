package io.seir.features;

import io.seir.blob.SamplePictures;
import io.seir.kernels.KernelSelector;
import io.seir.model.ModelSource;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Adds to every turn what the kernels say of it, by the judge's own encoder (never the critic's, or
 * scores would reward themselves). A picture that is named but cannot be had is a {@code fault} of
 * its turn, which then has the features of one without a picture. Where the judge's encoder has not
 * seen such pictures ({@link io.seir.model.Models#judgeEncoder}), there are the features of the
 * pixels alone. The one step that has use for a GPU.
 *
 * <p>Metrics, in the namespace {@code seir.features}: {@code finished}, {@code bad_records}, {@code
 * turns}; of the time of all threads {@code picture_micros} (reading, decoding and preparing
 * pictures), {@code encode_micros}, {@code kernel_micros}.
 */
public final class ExtractFeatures extends Result.Transform<PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  /** Its name in metrics and bad records. */
  public static final String STAGE = "features";

  /** The rows of every turn; nothing unless they are wanted. */
  public static final TupleTag<TurnRows> ROWS = new TupleTag<>("rows") {};

  private final ModelSource models;
  private final SamplePictures pictures;
  private final KernelSelector.Choice kernels;
  private final boolean rows;

  private ExtractFeatures(
      ModelSource models, SamplePictures pictures, KernelSelector.Choice kernels, boolean rows) {
    this.models = models;
    this.pictures = pictures;
    this.kernels = kernels;
    this.rows = rows;
  }

  /**
   * With the fastest engine there is.
   *
   * @param models whose judge's encoder is used
   * @param pictures where the pictures of the samples are
   */
  public static ExtractFeatures of(ModelSource models, SamplePictures pictures) {
    return new ExtractFeatures(models, pictures, KernelSelector.Choice.AUTO, false);
  }

  /** With a numeric engine other than the fastest. */
  public ExtractFeatures withKernels(KernelSelector.Choice choice) {
    return hinted(new ExtractFeatures(models, pictures, choice, rows), getResourceHints());
  }

  /**
   * With a hint to runners that know accelerators, for this step alone, such as {@code
   * type:nvidia-l4;count:1;install-nvidia-driver;machine_type:g2-standard-4}.
   */
  public ExtractFeatures withAccelerator(String hint) {
    return hinted(
        new ExtractFeatures(models, pictures, kernels, rows),
        ResourceHints.create().withAccelerator(hint));
  }

  /** With the output {@link #ROWS}. */
  public ExtractFeatures withRows() {
    return hinted(new ExtractFeatures(models, pictures, kernels, true), getResourceHints());
  }

  private static ExtractFeatures hinted(ExtractFeatures transform, ResourceHints hints) {
    transform.setResourceHints(hints);
    return transform;
  }

  @Override
  public Result expand(PCollection<Sample> samples) {
    return Result.of(
        samples.apply(
            "Extract features",
            ParDo.of(new FeatureDoFn(models, pictures, kernels, rows))
                .withOutputTags(Result.SAMPLES, Result.sides().and(ROWS))));
  }
}
