package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaKernelsTest extends KernelsContract {
  private static final double EXACT = 1e-7;
  private final JavaKernels kernels = new JavaKernels();

  @Override
  protected Kernels engine() {
    return kernels;
  }

  /** Two patches along x and y; the answer says x, the caption x and y. */
  @Test
  void synergyByHand() {
    RaggedRows answer = RaggedRows.single(2, new float[] {1, 0});
    RaggedRows caption = RaggedRows.single(2, new float[] {1, 0, 0, 1});
    RaggedRows patches = RaggedRows.single(2, new float[] {1, 0, 0, 1});
    RaggedRows x = RaggedRows.single(2, new float[] {1, 0});
    SynergyFeatures features =
        kernels
            .synergy(
                new SynergyBatch(
                    answer, new float[] {1}, x, caption, new float[] {3, 1}, x, patches, x))
            .get(0);
    assertEquals(1, features.answerCoverage(), EXACT);
    assertEquals(1, features.captionCoverage(), EXACT);
    assertEquals(0.5, features.answerGrounding(), EXACT);
    assertEquals(1, features.captionGrounding(), EXACT);
    assertEquals((1 + 0.5) / 2, features.redundancy(), EXACT);
    assertEquals(0.5, features.complement(), EXACT);
    assertEquals(1, features.answerImage(), EXACT);
  }

  @Test
  void weightsCountInCoverage() {
    RaggedRows caption = RaggedRows.single(2, new float[] {1, 0, 0, 1});
    RaggedRows patches = RaggedRows.single(2, new float[] {1, 0});
    RaggedRows x = RaggedRows.single(2, new float[] {1, 0});
    SynergyFeatures features =
        kernels
            .synergy(
                new SynergyBatch(
                    caption, new float[] {0, 0}, x, caption, new float[] {3, 1}, x, patches, x))
            .get(0);
    assertEquals(0.75, features.captionCoverage(), EXACT);
    assertEquals(0, features.answerCoverage(), EXACT, "no weight, no coverage");
  }

  @Test
  void emptySamplesAreZeroAndSamplesDoNotMix() {
    RaggedRows tokens = new RaggedRows(Rows.of(2, new float[] {0, 1}), new int[] {0, 0, 1});
    RaggedRows patches = RaggedRows.oneEach(Rows.of(2, new float[] {1, 0, 0, 1}));
    RaggedRows globals = RaggedRows.oneEach(Rows.of(2, new float[] {1, 0, 0, 1}));
    float[] one = {1};
    List<SynergyFeatures> features =
        kernels.synergy(
            new SynergyBatch(tokens, one, globals, tokens, one, globals, patches, globals));
    assertEquals(0, features.get(0).answerCoverage(), EXACT);
    assertEquals(0, features.get(0).complement(), EXACT);
    assertEquals(1, features.get(1).answerCoverage(), EXACT);
  }

  @Test
  void badInputIsNamed() {
    assertThrows(IllegalArgumentException.class, () -> RaggedRows.single(2, new float[] {1, 0, 0}));
    assertThrows(
        IllegalArgumentException.class, () -> RaggedRows.single(2, new float[] {Float.NaN, 0}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RaggedRows(Rows.of(1, new float[] {1, 2}), new int[] {0, 2, 1, 2}));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RaggedRows(Rows.of(1, new float[] {1}), new int[] {0}));
    RaggedRows x = RaggedRows.single(1, new float[] {1});
    assertThrows(
        IllegalArgumentException.class,
        () -> new SynergyBatch(x, new float[] {-1}, x, x, new float[] {1}, x, x, x));
    assertThrows(IllegalArgumentException.class, () -> new RgbImage(2, 2, new int[3]));
  }

  @Test
  void aFlatImageHasNoSharpnessNoiseOrContrast() {
    int[] grey = new int[32 * 32];
    java.util.Arrays.fill(grey, 0x808080);
    ImageQuality quality = ImageQuality.of(kernels.imageSums(new RgbImage(32, 32, grey)));
    assertEquals(new ImageQuality(0, 0, 0, 0, 0, 1), quality);
  }

  /** Columns of black and white: every number follows from the definition. */
  @Test
  void stripesByHand() {
    int[] stripes = new int[16 * 4];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2 == 0 ? 0xFFFFFF : 0;
    }
    ImageSums sums = kernels.imageSums(new RgbImage(16, 4, stripes));
    assertEquals(32 * 255, sums.luma());
    assertEquals(32, sums.dark());
    assertEquals(32, sums.bright());
    assertEquals(0, sums.laplacian());
    assertEquals(28L * 510 * 510, sums.laplacianSquares());
    assertEquals(0, sums.noise(), "the mask sees only what changes along both axes");
    assertEquals(4 * 255, sums.edgeSteps());
    assertEquals(14 * 4 * 255, sums.innerSteps());
    ImageQuality quality = ImageQuality.of(sums);
    assertEquals(510 * 510, quality.sharpness(), EXACT);
    assertEquals(0.5, quality.contrast(), EXACT);
    assertEquals(1, quality.clipped(), EXACT);
    assertEquals(1, quality.blockiness(), EXACT);
  }

  @Test
  void pureRedIsColourful() {
    ImageQuality quality =
        ImageQuality.of(kernels.imageSums(new RgbImage(1, 1, new int[] {0xFF0000})));
    double rg = 255;
    double yb = 127.5;
    assertEquals(0.3 * Math.sqrt(rg * rg + yb * yb), quality.colourfulness(), EXACT);
  }
}
