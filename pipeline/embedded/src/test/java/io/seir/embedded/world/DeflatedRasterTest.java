package io.seir.embedded.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeflatedRasterTest {
  @Test
  void pixelsComeBackAsTheyWereAlsoThoseThatDoNotShrink() {
    BufferedImage raster = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB_PRE);
    int[] pixels = new Random(5).ints(64 * 64).toArray();
    raster.getRaster().setDataElements(0, 0, 64, 64, pixels);
    DeflatedRaster deflated = DeflatedRaster.of(raster);
    BufferedImage back = deflated.raster();
    assertEquals(BufferedImage.TYPE_INT_ARGB_PRE, back.getType());
    assertArrayEquals(pixels, (int[]) back.getRaster().getDataElements(0, 0, 64, 64, null));
    assertTrue(deflated.bytes() >= 4 * pixels.length, "noise cannot be deflated");
  }

  @Test
  void anIconTakesAFractionOfItsPixels() {
    BufferedImage icon = Sprites.shared().atLeast(IconSet.NOTO, "cat", Optional.empty(), 256);
    assertTrue(DeflatedRaster.of(icon).bytes() < 40_000);
  }
}
