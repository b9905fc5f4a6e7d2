package io.seir.kernels;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The functions of {@code seir_cuda.h}. Addresses of device memory, and streams, are plain numbers.
 * Built by {@link NativeBuild}: the kernels as an object file by nvcc, then linked with the glue.
 */
@Platform(include = "seir_cuda.h")
final class NativeCuda {
  /** A build of these functions to load in place of the one in the jar, for tests. */
  static final String LIBRARY = "seir.cuda.library";

  static {
    String library = System.getProperty(LIBRARY, "");
    if (library.isEmpty()) {
      Loader.load();
    } else {
      Loader.load(org.bytedeco.javacpp.Pointer.class);
      System.load(library);
    }
  }

  private NativeCuda() {}

  static native int seir_cuda_devices(int[] count);

  static native @Cast("const char*") org.bytedeco.javacpp.BytePointer seir_cuda_message(int status);

  static native int seir_cuda_prepare(int hopper);

  static native int seir_cuda_cosine(
      @Cast("const void*") long a,
      @Cast("const void*") long b,
      int type,
      @Cast("int64_t") long rows,
      int pitch,
      @Cast("float*") long out,
      @Cast("void*") long stream);

  static native int seir_cuda_topk(
      @Cast("const void*") long q,
      @Cast("const void*") long m,
      int type,
      @Cast("int64_t") long queries,
      @Cast("int64_t") long rows,
      int pitch,
      int k,
      int splits,
      int hopper,
      @Cast("uint64_t*") long keys,
      @Cast("int*") long indices,
      @Cast("float*") long scores,
      @Cast("void*") long stream);

  static native int seir_cuda_rank(
      @Cast("const void*") long a,
      @Cast("const void*") long b,
      int type,
      @Cast("int64_t") long rows,
      int pitch,
      int hopper,
      @Cast("float*") long own,
      @Cast("int*") long ofImage,
      @Cast("int*") long ofText,
      @Cast("void*") long stream);

  static native int seir_cuda_pairs(
      @Cast("const void*") long a,
      int type,
      @Cast("int64_t") long rows,
      int pitch,
      float threshold,
      int hopper,
      @Cast("int64_t") long room,
      @Cast("int*") long first,
      @Cast("int*") long second,
      @Cast("float*") long scores,
      @Cast("unsigned long long*") long count,
      @Cast("void*") long stream);

  static native int seir_cuda_synergy(
      @Cast("const void*") long answer,
      @Cast("const int*") long answerOffsets,
      @Cast("const float*") long answerWeights,
      @Cast("int64_t") long answers,
      @Cast("const void*") long caption,
      @Cast("const int*") long captionOffsets,
      @Cast("const float*") long captionWeights,
      @Cast("int64_t") long captions,
      @Cast("const void*") long patches,
      @Cast("const int*") long patchOffsets,
      @Cast("int64_t") long patchCount,
      @Cast("const void*") long answerGlobal,
      @Cast("const void*") long captionGlobal,
      @Cast("const void*") long imageGlobal,
      int type,
      int samples,
      int pitch,
      @Cast("const int*") long items,
      @Cast("int64_t") long itemCount,
      @Cast("unsigned*") long best,
      @Cast("double*") long features,
      @Cast("void*") long stream);

  static native int seir_cuda_image_sums(
      @Cast("const uint8_t*") long pixels,
      @Cast("const int64_t*") long starts,
      @Cast("const int*") long shapes,
      @Cast("const int64_t*") long units,
      int images,
      @Cast("int64_t") long unitCount,
      @Cast("long long*") long sums,
      @Cast("void*") long stream);
}
