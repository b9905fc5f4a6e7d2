package io.seir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seir.sample.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureReaderTest {
  private static byte[] png(int width, int height) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  /** A real PNG whose header claims another size. */
  private static byte[] claiming(int width, int height) throws Exception {
    byte[] bytes = png(1, 1);
    ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
    return bytes;
  }

  private static String reason(byte[] bytes) {
    return assertThrows(ModelException.class, () -> PictureReader.decode(new Picture(bytes)))
        .reason();
  }

  @Test
  void readsAPicture() throws Exception {
    assertEquals(new PictureReader.Size(3, 2), PictureReader.size(new Picture(png(3, 2))));
    assertEquals(3, PictureReader.decode(new Picture(png(3, 2))).getWidth());
  }

  @Test
  void refusesABombByItsHeader() throws Exception {
    assertEquals("picture_too_large", reason(claiming(50_000, 50_000)));
  }

  @Test
  void refusesWhatIsNoPictureOrDamaged() throws Exception {
    assertEquals("not_a_picture", reason("<html>".getBytes(StandardCharsets.UTF_8)));
    assertEquals("not_a_picture", reason(new byte[0]));
    byte[] whole = png(64, 64);
    assertEquals("not_a_picture", reason(Arrays.copyOf(whole, whole.length / 2)));
  }

  /** Readers of other formats throw all kinds of things on damaged input. */
  @Test
  void aPictureIsPngJpegOrGif() throws Exception {
    for (String format : java.util.List.of("bmp", "tiff", "wbmp")) {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      javax.imageio.ImageIO.write(
          new java.awt.image.BufferedImage(4, 4, java.awt.image.BufferedImage.TYPE_BYTE_BINARY),
          format,
          out);
      org.junit.jupiter.api.Assertions.assertTrue(out.size() > 0, format);
      assertEquals("not_a_picture", reason(out.toByteArray()), format);
    }
  }

  /** The short way to the pixels gives what the colour model gives. */
  @Test
  void pixelsAreTheSameHoweverTheyAreHeld() {
    java.util.Random random = new java.util.Random(2);
    for (int type :
        new int[] {
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_4BYTE_ABGR,
          BufferedImage.TYPE_BYTE_GRAY
        }) {
      BufferedImage image = new BufferedImage(7, 5, type);
      for (int i = 0; i < 35; i++) {
        image.setRGB(i % 7, i / 7, random.nextInt());
      }
      int[] expected = image.getRGB(0, 0, 7, 5, null, 0, 7);
      int[] actual = PictureReader.rgb(image);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i] & 0xFFFFFF, actual[i] & 0xFFFFFF);
      }
    }
  }
}
