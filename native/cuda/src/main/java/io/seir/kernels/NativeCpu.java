package io.seir.kernels;

import java.nio.Buffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.Platform;

/** The functions of {@code seir_cpu.h}; buffers are direct. Built by {@link NativeBuild}. */
@Platform(include = "seir_cpu.cpp")
final class NativeCpu {
  static {
    Loader.load();
  }

  private NativeCpu() {}

  static native int seir_cpu_isa();

  static native int seir_cpu_cosine(
      int isa,
      @Cast("const void*") Buffer a,
      @Cast("const void*") Buffer b,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      int d,
      @Cast("float*") Buffer out);

  static native int seir_cpu_topk(
      int isa,
      @Cast("const void*") Buffer q,
      @Cast("const void*") Buffer m,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      @Cast("int64_t") long rows,
      int d,
      int k,
      @Cast("int*") Buffer indices,
      @Cast("float*") Buffer scores);

  static native int seir_cpu_rank(
      int isa,
      @Cast("const void*") Buffer a,
      @Cast("const void*") Buffer b,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      @Cast("int64_t") long rows,
      int d,
      @Cast("int*") Buffer above);

  static native int seir_cpu_pairs(
      int isa,
      @Cast("const void*") Buffer a,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      @Cast("int64_t") long rows,
      int d,
      float threshold,
      @Cast("int64_t") long room,
      @Cast("int*") Buffer first,
      @Cast("int*") Buffer second,
      @Cast("float*") Buffer scores,
      @Cast("int64_t*") long[] count);

  static native int seir_cpu_synergy(
      int isa,
      @Cast("const void*") Buffer answer,
      @Const int[] answerOffsets,
      @Const float[] answerWeights,
      @Cast("const void*") Buffer caption,
      @Const int[] captionOffsets,
      @Const float[] captionWeights,
      @Cast("const void*") Buffer patches,
      @Const int[] patchOffsets,
      @Cast("const void*") Buffer answerGlobal,
      @Cast("const void*") Buffer captionGlobal,
      @Cast("const void*") Buffer imageGlobal,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      int d,
      @Cast("double*") Buffer features);

  @CriticalRegion // well under a millisecond; saves a copy of the pixels
  static native int seir_cpu_image_sums(
      int isa, @Const int[] pixels, int width, int height, @Cast("int64_t*") long[] sums);
}
