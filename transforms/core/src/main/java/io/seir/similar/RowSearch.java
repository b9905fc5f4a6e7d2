package io.seir.similar;

import io.seir.kernels.KernelSelector;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.resourcehints.ResourceHints;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.jspecify.annotations.Nullable;

/**
 * How to compare rows.
 *
 * @param kernels which engine to use; one kind of engine per job, because engines round differently
 * @param accelerator an accelerator for the workers that compare, on runners that support resource
 *     hints, such as {@code
 *     type:nvidia-l4;count:1;install-nvidia-driver;machine_type:g2-standard-4}
 * @param rowsInBlock rows per element; results do not depend on it. 0 for a number that keeps
 *     workers busy and memory small: larger for GPUs, which are expected if {@code kernels} is
 *     {@code CUDA} or there is an accelerator
 */
public record RowSearch(
    KernelSelector.Choice kernels, @Nullable String accelerator, int rowsInBlock)
    implements Serializable {
  /** With the fastest engine that works on the worker. */
  public static final RowSearch AUTO = new RowSearch(KernelSelector.Choice.AUTO, null, 0);

  public RowSearch {
    if (rowsInBlock < 0) {
      throw new IllegalArgumentException("rows in a block: " + rowsInBlock);
    }
  }

  /** With a given engine. */
  public RowSearch withKernels(KernelSelector.Choice choice) {
    return new RowSearch(choice, accelerator, rowsInBlock);
  }

  public RowSearch withAccelerator(String hint) {
    return new RowSearch(kernels, hint, rowsInBlock);
  }

  public RowSearch withRowsInBlock(int rows) {
    return new RowSearch(kernels, accelerator, rows);
  }

  /** A step with the hint. */
  <I extends PInput, O extends POutput, T extends PTransform<I, O>> T hinted(T step) {
    if (accelerator != null) {
      step.setResourceHints(ResourceHints.create().withAccelerator(accelerator));
    }
    return step;
  }
}
