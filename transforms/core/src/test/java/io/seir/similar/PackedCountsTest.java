package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PackedCountsTest {
  /** Counts of one to five bytes. */
  private static final int[] COUNTS = {0, 1, 127, 128, 16_383, 16_384, 1 << 21, 1 << 28, 1 << 30};

  @Test
  void eachSideIsAddedUp() {
    int[] few = {5, 300};
    PackedCounts.Sum sum = new PackedCounts.Sum();
    sum.add(PackedCounts.ofTexts(few));
    sum.add(PackedCounts.ofImages(COUNTS));
    sum.add(PackedCounts.ofTexts(COUNTS));
    sum.add(PackedCounts.ofImages(few));
    sum.add(PackedCounts.ofImages(few));
    int[] ofImages = COUNTS.clone();
    int[] ofTexts = COUNTS.clone();
    for (int i = 0; i < few.length; i++) {
      ofImages[i] += 2 * few[i];
      ofTexts[i] += few[i];
    }
    assertEquals(COUNTS.length, sum.rows());
    assertArrayEquals(ofImages, sum.ofImages());
    assertArrayEquals(ofTexts, sum.ofTexts());
  }

  @Test
  void mostCountsTakeOneByte() {
    assertEquals(1 + 240, PackedCounts.ofTexts(new int[240]).length);
    assertEquals(1 + 2, PackedCounts.ofImages(new int[] {240}).length);
  }
}
