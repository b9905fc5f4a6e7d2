package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Against Pillow itself, see {@code PillowTest} in {@code transforms/onnx}. */
class HostImagesTest {
  private static RgbImage picture(Random random, int width, int height) {
    byte[] bytes = new byte[3 * width * height];
    random.nextBytes(bytes);
    if (random.nextInt(4) == 0) { // the largest sums, and what overshoots
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextBoolean() ? 255 : 0);
      }
    }
    return new RgbImage(width, height, bytes, RgbImage.Order.values()[random.nextInt(2)]);
  }

  @Test
  void everyInstructionSetGivesWhatThePlainCodeGives() {
    int most = nativeSets();
    Assumptions.assumeTrue(most > 0, "the native CPU engine is not in this build");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 150; round++) {
      RgbImage image = picture(random, 1 + random.nextInt(90), 1 + random.nextInt(90));
      int width = random.nextInt(5) == 0 ? image.width() : 1 + random.nextInt(90);
      int height = random.nextInt(5) == 0 ? image.height() : 1 + random.nextInt(90);
      Resampling filter = Resampling.values()[random.nextInt(3)];
      RgbImage expected = HostImages.plain(image, width, height, filter);
      for (int isa = 1; isa <= most; isa++) {
        RgbImage actual = HostImages.nativeResized(isa, image, width, height, filter);
        assertArrayEquals(
            expected.bytes(),
            actual.bytes(),
            String.format(
                "%dx%d to %dx%d %s, instruction set %d, seed %d",
                image.width(), image.height(), width, height, filter, isa, seed));
        assertEquals(image.order(), actual.order());
        assertEquals(ImageSums.plain(image), HostImages.nativeSums(isa, image), "seed " + seed);
        int factor = 1 + random.nextInt(9);
        assertArrayEquals(
            HostImages.plainBlockSums(image, factor),
            HostImages.nativeBlockSums(isa, image, factor),
            "blocks of " + factor + ", seed " + seed);
      }
    }
  }

  private static int nativeSets() {
    try {
      return NativeCpu.seir_cpu_isa();
    } catch (LinkageError e) {
      return 0;
    }
  }

  @Test
  void oneColourStaysThatColour() {
    for (Resampling filter : Resampling.values()) {
      byte[] bytes = new byte[3 * 37 * 5];
      Arrays.fill(bytes, (byte) 201);
      RgbImage image = new RgbImage(37, 5, bytes, RgbImage.Order.RGB);
      for (byte b : HostImages.resized(image, 224, 224, filter).bytes()) {
        assertEquals((byte) 201, b, filter.name());
      }
    }
  }

  @Test
  void halvesByTheTriangle() {
    byte[] line = {0, 0, 0, 40, 40, 40, 80, 80, 80, 120, 120, 120};
    RgbImage image = new RgbImage(4, 1, line, RgbImage.Order.RGB);
    // Taps of pixel 0: distances .5 .5 1.5 of 2, so weights 3 3 1, over their sum.
    int first = Math.round((0 * 3 + 40 * 3 + 80) / 7f);
    int second = Math.round((40 + 80 * 3 + 120 * 3) / 7f);
    assertArrayEquals(
        new byte[] {
          (byte) first, (byte) first, (byte) first, (byte) second, (byte) second, (byte) second
        },
        HostImages.resized(image, 2, 1, Resampling.BILINEAR).bytes());
  }

  @Test
  void wholeBlocksAreSummed() {
    byte[] bytes = new byte[3 * 5 * 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (250 + i / 3 % 5); // by column
    }
    RgbImage image = new RgbImage(5, 3, bytes, RgbImage.Order.BGR);
    int first = 2 * (250 + 251);
    int second = 2 * (252 + 253);
    assertArrayEquals(
        new int[] {first, first, first, second, second, second}, HostImages.blockSums(image, 2));
    assertArrayEquals(new int[0], HostImages.blockSums(image, 6));
  }

  @Test
  void aPictureOfThatSizeIsGivenBack() {
    RgbImage image = picture(new Random(1), 8, 9);
    assertSame(image, HostImages.resized(image, 8, 9, Resampling.BICUBIC));
  }
}
