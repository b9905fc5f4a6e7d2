package io.seir.kernels;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.MemberGetter;
import org.bytedeco.javacpp.annotation.MemberSetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * The functions of {@code seir_cuda.h}. Addresses of device memory, and streams, are plain numbers.
 * Built by {@code build.NativeBuild}: the kernels as an object file by nvcc, then linked with the
 * glue.
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
      Loader.load(Pointer.class);
      System.load(library);
    }
  }

  private NativeCuda() {}

  @MemberGetter
  static native int SEIR_F32();

  @MemberGetter
  static native int SEIR_F16();

  @MemberGetter
  static native int SEIR_SYNERGY_FEATURES();

  @MemberGetter
  static native int SEIR_IMAGE_SUMS();

  @MemberGetter
  static native int SEIR_TOPK_MAX();

  @MemberGetter
  static native int SEIR_SYNERGY_LEFT();

  @MemberGetter
  static native int SEIR_SYNERGY_RIGHT();

  @MemberGetter
  static native int SEIR_STRIP_WIDTH();

  @MemberGetter
  static native int SEIR_STRIP_HEIGHT();

  /** A batch of samples, as {@code seir_types.h} has it; addresses are plain numbers. */
  @Name("SeirSynergy")
  static final class Synergy extends Pointer {
    Synergy() {
      super((Pointer) null);
      allocate();
    }

    private native void allocate();

    @MemberSetter
    native Synergy answer(@Cast("const void*") long at);

    @MemberSetter
    native Synergy caption(@Cast("const void*") long at);

    @MemberSetter
    native Synergy patches(@Cast("const void*") long at);

    @MemberSetter
    native Synergy answer_offsets(@Cast("const int*") long at);

    @MemberSetter
    native Synergy caption_offsets(@Cast("const int*") long at);

    @MemberSetter
    native Synergy patch_offsets(@Cast("const int*") long at);

    @MemberSetter
    native Synergy answer_weights(@Cast("const float*") long at);

    @MemberSetter
    native Synergy caption_weights(@Cast("const float*") long at);

    @MemberSetter
    native Synergy answer_global(@Cast("const void*") long at);

    @MemberSetter
    native Synergy caption_global(@Cast("const void*") long at);

    @MemberSetter
    native Synergy image_global(@Cast("const void*") long at);

    @MemberSetter
    native Synergy answers(@Cast("int64_t") long rows);

    @MemberSetter
    native Synergy captions(@Cast("int64_t") long rows);

    @MemberSetter
    native Synergy patch_count(@Cast("int64_t") long rows);

    @MemberSetter
    native Synergy type(int type);

    @MemberSetter
    native Synergy samples(int samples);

    @MemberSetter
    native Synergy pitch(int numbers);
  }

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

  static native int seir_cuda_own(
      @Cast("const void*") long a,
      @Cast("const void*") long b,
      int type,
      @Cast("int64_t") long rows,
      int pitch,
      int hopper,
      @Cast("float*") long own,
      @Cast("void*") long stream);

  static native int seir_cuda_above(
      @Cast("const void*") long a,
      @Cast("const void*") long b,
      int type,
      @Cast("int64_t") long aRows,
      @Cast("int64_t") long bRows,
      int pitch,
      int hopper,
      @Cast("const float*") long barsA,
      @Cast("const float*") long barsB,
      @Cast("int*") long ofA,
      @Cast("int*") long ofB,
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

  static native int seir_cuda_nearest(
      @Cast("const void*") long a,
      int type,
      @Cast("int64_t") long rows,
      int pitch,
      int hopper,
      @Cast("unsigned long long*") long best,
      @Cast("int*") long indices,
      @Cast("float*") long scores,
      @Cast("void*") long stream);

  static native int seir_cuda_synergy(
      @Const Synergy batch,
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
