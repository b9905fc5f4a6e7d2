package io.seir.model;

import io.seir.kernels.RgbImage;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How a JPEG file says that its picture is to be turned (EXIF, tag {@code Orientation}), as cameras
 * do that were held on their side. Anything wrong with the note means: as it is.
 */
final class Orientation {
  private static final int APP1 = 0xE1;
  private static final int SCAN = 0xDA;
  private static final int TAG = 0x0112;
  private static final int ENTRY = 12;
  private static final int SHORT = 3;

  private Orientation() {}

  /** The picture as it is to be looked at. */
  static BufferedImage upright(BufferedImage image, byte[] file) {
    int how = of(file);
    if (how < 2 || how > 8) {
      return image;
    }
    RgbImage turned = turned(PictureReader.image(image), how);
    int width = turned.width();
    int height = turned.height();
    BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    upright.setRGB(0, 0, width, height, PictureReader.rgb(turned), 0, width);
    return upright;
  }

  private static RgbImage turned(RgbImage image, int how) {
    boolean aside = how >= 5;
    int width = aside ? image.height() : image.width();
    int height = aside ? image.width() : image.height();
    byte[] turned = new byte[image.bytes().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int column = aside ? y : x;
        int row = aside ? x : y;
        boolean fromRight = how == 2 || how == 3 || how == 7 || how == 8;
        boolean fromBelow = how == 3 || how == 4 || how == 6 || how == 7;
        int fromX = fromRight ? image.width() - 1 - column : column;
        int fromY = fromBelow ? image.height() - 1 - row : row;
        System.arraycopy(
            image.bytes(),
            RgbImage.CHANNELS * (fromY * image.width() + fromX),
            turned,
            RgbImage.CHANNELS * (y * width + x),
            RgbImage.CHANNELS);
      }
    }
    return new RgbImage(width, height, turned, image.order());
  }

  /** 1 to 8 as EXIF counts; 1 if nothing is said. */
  private static int of(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (bytes.length < 4 || (file.getShort(0) & 0xFFFF) != 0xFFD8) {
      return 1;
    }
    int at = 2;
    while (at + 4 <= bytes.length && bytes[at] == (byte) 0xFF) {
      int marker = bytes[at + 1] & 255;
      int length = file.getShort(at + 2) & 0xFFFF;
      if (marker == SCAN || length < 2 || at + 2 + length > bytes.length) {
        return 1;
      }
      if (marker == APP1) {
        Optional<Integer> said = exif(file.slice(at + 4, length - 2));
        if (said.isPresent()) {
          return said.get();
        }
      }
      at += 2 + length;
    }
    return 1;
  }

  private static Optional<Integer> exif(ByteBuffer segment) {
    if (segment.limit() < 14 || segment.getInt(0) != 0x45786966 || segment.getShort(4) != 0) {
      return Optional.empty();
    }
    ByteBuffer tiff = segment.slice(6, segment.limit() - 6);
    if (tiff.getShort(0) == 0x4949) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    }
    long entries = tiff.getInt(4) & 0xFFFFFFFFL;
    if (entries + 2 > tiff.limit()) {
      return Optional.empty();
    }
    int count = tiff.getShort((int) entries) & 0xFFFF;
    for (int i = 0; i < count; i++) {
      long at = entries + 2 + (long) ENTRY * i;
      if (at + ENTRY > tiff.limit()) {
        return Optional.empty();
      }
      if ((tiff.getShort((int) at) & 0xFFFF) == TAG && tiff.getShort((int) at + 2) == SHORT) {
        return Optional.of(tiff.getShort((int) at + 8) & 0xFFFF);
      }
    }
    return Optional.empty();
  }
}
