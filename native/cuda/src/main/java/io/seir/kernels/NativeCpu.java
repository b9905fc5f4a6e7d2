package io.seir.kernels;

import java.nio.Buffer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Const;
import org.bytedeco.javacpp.annotation.CriticalRegion;
import org.bytedeco.javacpp.annotation.MemberGetter;
import org.bytedeco.javacpp.annotation.MemberSetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;

/** The functions of {@code seir_cpu.h}; buffers are direct. Built by {@code build.NativeBuild}. */
@Platform(include = "seir_cpu.cpp")
final class NativeCpu {
  static {
    Loader.load();
  }

  private NativeCpu() {}

  @MemberGetter
  static native int SEIR_F32();

  @MemberGetter
  static native int SEIR_F16();

  @MemberGetter
  static native int SEIR_SYNERGY_FEATURES();

  @MemberGetter
  static native int SEIR_IMAGE_SUMS();

  @MemberGetter
  static native int SEIR_TAP_BITS();

  @MemberGetter
  static native int SEIR_TOPK_MAX();

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

  static native int seir_cpu_own(
      int isa,
      @Cast("const void*") Buffer a,
      @Cast("const void*") Buffer b,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      int d,
      @Cast("float*") Buffer own);

  static native int seir_cpu_rank(
      int isa,
      @Cast("const void*") Buffer a,
      @Cast("const void*") Buffer b,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      @Cast("int64_t") long rows,
      int d,
      @Cast("const float*") Buffer barsA,
      @Cast("const float*") Buffer barsB,
      @Cast("int*") Buffer ofA,
      @Cast("int*") Buffer ofB);

  static native int seir_cpu_nearest(
      int isa,
      @Cast("const void*") Buffer a,
      int type,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      int d,
      @Cast("int*") Buffer indices,
      @Cast("float*") Buffer scores);

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
      @Const Synergy batch,
      @Cast("int64_t") long from,
      @Cast("int64_t") long to,
      @Cast("double*") Buffer features);

  @CriticalRegion // well under a millisecond; saves a copy of the pixels
  static native int seir_cpu_image_sums(
      int isa,
      @Cast("const uint8_t*") byte[] bytes,
      int bgr,
      int width,
      int height,
      @Cast("int64_t*") long[] sums);

  @CriticalRegion // likewise
  static native int seir_cpu_resize(
      int isa,
      @Cast("const uint8_t*") byte[] from,
      int width,
      int height,
      int toWidth,
      int toHeight,
      @Const int[] firstX,
      @Const int[] tapsX,
      int eachX,
      @Const int[] firstY,
      @Const int[] tapsY,
      int eachY,
      @Cast("uint8_t*") byte[] to);

  @CriticalRegion // likewise
  static native int seir_cpu_block_sums(
      int isa, @Cast("const uint8_t*") byte[] bytes, int width, int height, int factor, int[] sums);
}
