package io.seir.kernels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** One batch of a call of {@link CudaKernels#synergy(List)}, and where its results lie. */
final class SynergyWork {
  private final int each = NativeCuda.SEIR_SYNERGY_FEATURES();

  private final SynergyBatch b;
  private final int[] items;
  private final long bestBytes;
  private final long outBytes;
  private long out;

  SynergyWork(SynergyBatch b) {
    this.b = b;
    this.items = items(b);
    long rows = (long) b.answer.rows().rows() + b.caption.rows().rows() + b.patches.rows().rows();
    this.bestBytes = 2L * Integer.BYTES * rows;
    this.outBytes = (long) b.samples() * each * Double.BYTES;
  }

  List<Rows> rows() {
    return List.of(
        b.answer.rows(),
        b.caption.rows(),
        b.patches.rows(),
        b.answerGlobal.rows(),
        b.captionGlobal.rows(),
        b.imageGlobal.rows());
  }

  /** Bytes of every piece that is this batch's own. */
  void rooms(List<Long> rooms) {
    long offsets = (b.samples() + 1L) * Integer.BYTES;
    rooms.addAll(List.of(offsets, offsets, offsets));
    rooms.add((long) b.answerWeights.length * Float.BYTES);
    rooms.add((long) b.captionWeights.length * Float.BYTES);
    rooms.add((long) items.length * Integer.BYTES);
    rooms.add(bestBytes);
    rooms.add(outBytes);
  }

  /**
   * Uploads what is this batch's own and starts its kernels.
   *
   * @param rows where the rows are
   * @param launch starts kernels and checks their status
   */
  void launch(GpuSlot slot, Map<Rows, Long> rows, Consumer<IntSupplier> launch) {
    long answerOffsets = slot.in(b.answer.offsets());
    long captionOffsets = slot.in(b.caption.offsets());
    long patchOffsets = slot.in(b.patches.offsets());
    long answerWeights = slot.in(b.answerWeights);
    long captionWeights = slot.in(b.captionWeights);
    long work = slot.in(items);
    long best = slot.reserve(bestBytes);
    out = slot.reserve(outBytes);
    try (NativeCuda.Synergy batch = new NativeCuda.Synergy()) {
      batch
          .answer(address(rows, b.answer))
          .caption(address(rows, b.caption))
          .patches(address(rows, b.patches))
          .answer_offsets(answerOffsets)
          .caption_offsets(captionOffsets)
          .patch_offsets(patchOffsets)
          .answer_weights(answerWeights)
          .caption_weights(captionWeights)
          .answer_global(address(rows, b.answerGlobal))
          .caption_global(address(rows, b.captionGlobal))
          .image_global(address(rows, b.imageGlobal))
          .answers(b.answer.rows().rows())
          .captions(b.caption.rows().rows())
          .patch_count(b.patches.rows().rows())
          .type(CudaKernels.type(b.answer.rows()))
          .samples(b.samples())
          .pitch(CudaKernels.pitch(b.answer.rows()));
      launch.accept(
          () ->
              NativeCuda.seir_cuda_synergy(
                  batch, work, items.length / 3, best, out, slot.stream()));
    }
  }

  private static long address(Map<Rows, Long> uploaded, RaggedRows rows) {
    return Objects.requireNonNull(uploaded.get(rows.rows()));
  }

  List<SynergyFeatures> features(GpuSlot slot) {
    double[] f = slot.doubles(out, b.samples() * each);
    List<SynergyFeatures> features = new ArrayList<>(b.samples());
    for (int i = 0; i < f.length; i += each) {
      features.add(
          new SynergyFeatures(
              f[i], f[i + 1], f[i + 2], f[i + 3], f[i + 4], f[i + 5], f[i + 6], f[i + 7]));
    }
    return features;
  }

  /**
   * The tiles that hold a product of interest, largest samples first so that none is left for the
   * end: texts (answer, then caption) by others (patches, then caption); caption by caption is of
   * none.
   */
  private static int[] items(SynergyBatch b) {
    int textsInTile = NativeCuda.SEIR_SYNERGY_LEFT();
    int othersInTile = NativeCuda.SEIR_SYNERGY_RIGHT();
    List<int[]> items = new ArrayList<>();
    for (int s = 0; s < b.samples(); s++) {
      int texts = b.answer.count(s) + b.caption.count(s);
      int others = b.patches.count(s) + b.caption.count(s);
      for (int left = 0; left * textsInTile < texts; left++) {
        for (int right = 0; right * othersInTile < others; right++) {
          boolean captionsAlone =
              left * textsInTile >= b.answer.count(s) && right * othersInTile >= b.patches.count(s);
          if (!captionsAlone) {
            int size =
                Math.min(textsInTile, texts - left * textsInTile)
                    + Math.min(othersInTile, others - right * othersInTile);
            items.add(new int[] {s, left, right, size});
          }
        }
      }
    }
    items.sort(Comparator.comparingInt((int[] item) -> item[3]).reversed());
    return items.stream().flatMapToInt(item -> IntStream.of(item).limit(3)).toArray();
  }
}
