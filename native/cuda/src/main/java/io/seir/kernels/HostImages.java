package io.seir.kernels;

import io.seir.kernels.Resampling.Taps;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is computed of pictures where they are decoded, in host memory: quicker there than sending
 * them to a GPU. In whole numbers, so bitwise the same with the native code and without, on any
 * machine. Thread-safe; one call takes one thread.
 */
public final class HostImages {
  /** Bits after the point of a weight by which pixels are resized; as many as Pillow has. */
  static final int TAP_BITS = 22;

  private static final int ISA = isa();
  private static final int MOST_REMEMBERED = 256;

  private record Lengths(int from, int to, Resampling filter) {}

  private static final Map<Lengths, Taps> TAPS = new ConcurrentHashMap<>();

  private HostImages() {}

  private static int isa() {
    try {
      return NativeCpu.seir_cpu_isa();
    } catch (LinkageError e) {
      return 0;
    }
  }

  /** The sums that {@link ImageQuality} is computed from; see {@link Kernels#imageSums}. */
  public static ImageSums sums(RgbImage image) {
    return ISA == 0 ? ImageSums.plain(image) : nativeSums(ISA, image);
  }

  static ImageSums nativeSums(int isa, RgbImage image) {
    long[] sums = new long[NativeCpu.SEIR_IMAGE_SUMS()];
    int bgr = image.order() == RgbImage.Order.BGR ? 1 : 0;
    check(
        NativeCpu.seir_cpu_image_sums(
            isa, image.bytes(), bgr, image.width(), image.height(), sums));
    return ImageSums.of(image, sums, 0);
  }

  /**
   * A picture at another size, bit for bit as Pillow's {@code Image.resize} makes it: first across,
   * then down, each pass rounded to bytes.
   *
   * @return the picture itself if it has that size already
   */
  public static RgbImage resized(RgbImage image, int width, int height, Resampling filter) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    return ISA == 0
        ? plain(image, width, height, filter)
        : nativeResized(ISA, image, width, height, filter);
  }

  static RgbImage nativeResized(int isa, RgbImage image, int width, int height, Resampling filter) {
    Taps x = taps(image.width(), width, filter);
    Taps y = taps(image.height(), height, filter);
    byte[] to = new byte[room(width, height)];
    check(
        NativeCpu.seir_cpu_resize(
            isa,
            image.bytes(),
            image.width(),
            image.height(),
            width,
            height,
            x.first(),
            x.weights(),
            x.each(),
            y.first(),
            y.weights(),
            y.each(),
            to));
    return new RgbImage(width, height, to, image.order());
  }

  /** The specification. */
  static RgbImage plain(RgbImage image, int width, int height, Resampling filter) {
    byte[] across = image.bytes();
    if (width != image.width()) {
      across = new byte[room(width, image.height())];
      Taps taps = taps(image.width(), width, filter);
      for (int y = 0; y < image.height(); y++) {
        int line = RgbImage.CHANNELS * image.width() * y;
        for (int x = 0; x < width; x++) {
          for (int c = 0; c < RgbImage.CHANNELS; c++) {
            across[RgbImage.CHANNELS * (width * y + x) + c] =
                sum(taps, x, image.bytes(), line + c, RgbImage.CHANNELS);
          }
        }
      }
    }
    byte[] down = across;
    if (height != image.height()) {
      down = new byte[room(width, height)];
      Taps taps = taps(image.height(), height, filter);
      int line = RgbImage.CHANNELS * width;
      for (int y = 0; y < height; y++) {
        for (int i = 0; i < line; i++) {
          down[line * y + i] = sum(taps, y, across, i, line);
        }
      }
    }
    return new RgbImage(width, height, down, image.order());
  }

  /**
   * The sums of every whole block of {@code factor} × {@code factor} pixels, row by row: three per
   * block, in the picture's order of colours.
   *
   * @param factor 1 to 1024
   */
  public static int[] blockSums(RgbImage image, int factor) {
    if (factor < 1 || factor > 1024) {
      throw new IllegalArgumentException("expected blocks of 1 to 1024 pixels, not " + factor);
    }
    return ISA == 0 ? plainBlockSums(image, factor) : nativeBlockSums(ISA, image, factor);
  }

  static int[] nativeBlockSums(int isa, RgbImage image, int factor) {
    int[] sums = new int[room(image.width() / factor, image.height() / factor)];
    check(
        NativeCpu.seir_cpu_block_sums(
            isa, image.bytes(), image.width(), image.height(), factor, sums));
    return sums;
  }

  static int[] plainBlockSums(RgbImage image, int factor) {
    int wide = image.width() / factor;
    int high = image.height() / factor;
    int[] sums = new int[room(wide, high)];
    for (int y = 0; y < high * factor; y++) {
      for (int x = 0; x < wide * factor; x++) {
        int from = RgbImage.CHANNELS * (y * image.width() + x);
        int to = RgbImage.CHANNELS * (y / factor * wide + x / factor);
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
          sums[to + c] += image.bytes()[from + c] & 255;
        }
      }
    }
    return sums;
  }

  private static byte sum(Taps taps, int of, byte[] bytes, int offset, int stride) {
    int sum = 1 << (TAP_BITS - 1);
    for (int k = 0; k < taps.each(); k++) {
      int from = offset + (taps.first()[of] + k) * stride;
      sum += taps.weights()[of * taps.each() + k] * (bytes[from] & 255);
    }
    return (byte) Math.max(0, Math.min(255, sum >> TAP_BITS));
  }

  private static Taps taps(int from, int to, Resampling filter) {
    if (TAPS.size() > MOST_REMEMBERED) {
      TAPS.clear();
    }
    return TAPS.computeIfAbsent(new Lengths(from, to, filter), l -> filter.taps(from, to));
  }

  private static int room(int width, int height) {
    return Math.toIntExact((long) RgbImage.CHANNELS * width * height);
  }

  private static void check(int status) {
    if (status != 0) {
      throw new OutOfMemoryError("the native image code is out of memory");
    }
  }
}
