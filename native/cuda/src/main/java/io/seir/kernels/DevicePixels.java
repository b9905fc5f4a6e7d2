package io.seir.kernels;

import java.nio.ByteBuffer;

/** How pictures lie on the device: red, green and blue bytes, rows padded. */
final class DevicePixels {
  private static final int PIXELS_A_GROUP = 4;
  private static final int BYTES_A_GROUP = 12;

  private DevicePixels() {}

  /** Copies a picture to the device. */
  static void copy(GpuSlot slot, RgbImage image, long address) {
    int pitch = pitch(image);
    slot.copy(
        address,
        bytes(image),
        pitch,
        (from, to) -> {
          for (int at = 0; at < to.remaining(); at += pitch) {
            row(image, (int) ((from + at) / pitch), at, to);
          }
        });
  }

  private static void row(RgbImage image, int y, int at, ByteBuffer to) {
    int line = RgbImage.CHANNELS * image.width();
    int from = line * y;
    if (image.order() == RgbImage.Order.RGB) {
      to.put(at, image.bytes(), from, line);
      return;
    }
    for (int i = 0; i < line; i += RgbImage.CHANNELS) {
      for (int c = 0; c < RgbImage.CHANNELS; c++) {
        to.put(at + i + c, image.bytes()[from + i + image.order().place(c)]);
      }
    }
  }

  /** Bytes of a row, padded to groups of four pixels. */
  static int pitch(RgbImage image) {
    return (image.width() + PIXELS_A_GROUP - 1) / PIXELS_A_GROUP * BYTES_A_GROUP;
  }

  /** Bytes of a picture. */
  static long bytes(RgbImage image) {
    return (long) pitch(image) * image.height();
  }
}
