package io.seir.kernels;

import java.util.List;

/**
 * The numeric core. One implementation, {@link JavaKernels}, is the specification; others must
 * agree with it within stated rounding. Thread-safe. Results do not depend on how samples are
 * batched.
 */
public interface Kernels {
  /** A name for logs: {@code java}, {@code cpu-avx512}, … */
  String engine();

  /**
   * The synergy features of every sample, in order.
   *
   * @throws IllegalArgumentException if lengths do not match, offsets decrease or a value is not
   *     finite
   */
  List<SynergyFeatures> synergy(SynergyBatch batch);

  /** Exact integer sums of an RGB image; {@link ImageQuality#of} makes features of them. */
  ImageSums imageSums(RgbImage image);
}
