package io.seir.pipeline;

import io.seir.kernels.KernelSelector;
import java.io.Serializable;

/**
 * How the features of turns are worked out.
 *
 * @param kernels which engine
 * @param accelerator what a runner that knows resource hints should give to that step's workers,
 *     such as {@code type:nvidia-l4;count:1;install-nvidia-driver}; empty for nothing
 */
public record Scoring(KernelSelector.Choice kernels, String accelerator) implements Serializable {
  /** The fastest engine that works, wherever that is. */
  public static final Scoring AUTO = new Scoring(KernelSelector.Choice.AUTO, "");
}
