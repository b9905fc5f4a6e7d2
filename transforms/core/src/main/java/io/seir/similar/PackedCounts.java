package io.seir.similar;

import java.util.Arrays;

/**
 * Counts of the rows of a block on their way to be added up, as bytes: seven bits a byte, the lower
 * ones first. Most fit into one or two, since they are of one block of queries; there is one for
 * each row and block of queries, and runners copy bytes faster than anything else.
 */
final class PackedCounts {
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;
  private static final int LONGEST = 5;
  private static final byte OF_IMAGES = 0;
  private static final byte OF_TEXTS = 1;

  private PackedCounts() {}

  /** How many images score above the own one of each text. */
  static byte[] ofImages(int[] counts) {
    return packed(OF_IMAGES, counts);
  }

  /** How many texts score above the own one of each image. */
  static byte[] ofTexts(int[] counts) {
    return packed(OF_TEXTS, counts);
  }

  private static byte[] packed(byte what, int[] counts) {
    byte[] bytes = new byte[1 + LONGEST * counts.length];
    bytes[0] = what;
    int at = 1;
    for (int count : counts) {
      int left = count;
      while (left >= MORE) {
        bytes[at++] = (byte) (left | MORE);
        left >>>= BITS;
      }
      bytes[at++] = (byte) left;
    }
    return Arrays.copyOf(bytes, at);
  }

  /** Sums of packed counts, which may have different numbers of rows. */
  static final class Sum {
    private int[] ofImages = {};
    private int[] ofTexts = {};

    void add(byte[] packed) {
      int rows = 0;
      for (int at = 1; at < packed.length; at++) {
        rows += packed[at] >= 0 ? 1 : 0;
      }
      if (rows > ofImages.length) {
        ofImages = Arrays.copyOf(ofImages, rows);
        ofTexts = Arrays.copyOf(ofTexts, rows);
      }
      int[] sums = packed[0] == OF_IMAGES ? ofImages : ofTexts;
      int row = 0;
      int shift = 0;
      for (int at = 1; at < packed.length; at++) {
        sums[row] += (packed[at] & (MORE - 1)) << shift;
        boolean last = packed[at] >= 0;
        shift = last ? 0 : shift + BITS;
        row += last ? 1 : 0;
      }
    }

    int rows() {
      return ofImages.length;
    }

    int[] ofImages() {
      return ofImages;
    }

    int[] ofTexts() {
      return ofTexts;
    }
  }
}
