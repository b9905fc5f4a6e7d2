package io.seir.pipeline;

import io.seir.blob.SamplePictures;
import io.seir.features.ExtractFeatures;
import io.seir.kernels.KernelSelector;
import io.seir.model.ModelSource;
import io.seir.similar.RowSearch;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How the features of turns are computed.
 *
 * @param kernels which engine to use
 * @param accelerator what a runner that knows resource hints should give to that step's workers,
 *     such as {@code type:nvidia-l4;count:1;install-nvidia-driver;machine_type:g2-standard-4}
 */
public record FeatureSettings(KernelSelector.Choice kernels, @Nullable String accelerator)
    implements Serializable {
  /** The fastest engine that works on the worker. */
  public static final FeatureSettings AUTO = new FeatureSettings(KernelSelector.Choice.AUTO, null);

  /**
   * The engine for rounds. Only the workers that compute features get an accelerator, so rounds use
   * whatever is available.
   */
  KernelSelector.Choice rounds() {
    return accelerator == null ? kernels : KernelSelector.Choice.AUTO;
  }

  /** How rows are compared, on the workers that compute features. */
  public RowSearch search() {
    RowSearch search = RowSearch.AUTO.withKernels(kernels);
    return accelerator == null ? search : search.withAccelerator(accelerator);
  }

  /** The transform. */
  ExtractFeatures extract(ModelSource models, SamplePictures pictures) {
    ExtractFeatures extract = ExtractFeatures.of(models, pictures).withKernels(kernels);
    return accelerator == null ? extract : extract.withAccelerator(accelerator);
  }
}
