package io.seir.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.seir.kernels.RgbImage;
import io.seir.sample.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
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

  @Test
  void webpIsRefusedByName() {
    byte[] begin = "RIFF\0\0\0\0WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("webp", new Picture(begin).extension());
    ModelException refused =
        assertThrows(ModelException.class, () -> PictureReader.pixels(new Picture(begin)));
    assertTrue(refused.getMessage().contains("convert"), refused.getMessage());
    byte[] sound = "RIFF\0\0\0\0WAVEfmt ".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("img", new Picture(sound).extension());
  }

  /** The short way to the pixels gives what the colour model gives; grey is taken as it is. */
  @Test
  void pixelsAreTheSameHoweverTheyAreHeld() {
    Random random = new Random(2);
    for (int type :
        new int[] {
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_4BYTE_ABGR,
          BufferedImage.TYPE_BYTE_INDEXED
        }) {
      BufferedImage image = new BufferedImage(7, 5, type);
      for (int i = 0; i < 35; i++) {
        image.setRGB(i % 7, i / 7, random.nextInt());
      }
      int[] expected = image.getRGB(0, 0, 7, 5, null, 0, 7);
      int[] actual = PictureReader.rgb(image);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i] & 0xFFFFFF, actual[i] & 0xFFFFFF, "type " + type);
      }
    }
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 0x80FF);
    grey.getRaster().setSample(1, 0, 0, 0xFFFF);
    assertArrayEquals(new int[] {0x808080, 0xFFFFFF}, PictureReader.rgb(grey));
  }

  /** A PNG file of random pixels, whose lines are filtered in every way there is. */
  private static byte[] filtered(Random random, int type, int width, int height) {
    int channels = type == 0 ? 1 : type == 2 ? 3 : type == 4 ? 2 : 4;
    byte[] lines = new byte[height * (1 + width * channels)];
    random.nextBytes(lines);
    for (int y = 0; y < height; y++) {
      lines[y * (1 + width * channels)] = (byte) random.nextInt(5);
    }
    Deflater deflater = new Deflater();
    deflater.setInput(lines);
    deflater.finish();
    byte[] deflated = new byte[lines.length + 1000];
    int length = deflater.deflate(deflated);
    deflater.end();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk(out, "IHDR", header.put(new byte[] {8, (byte) type, 0, 0, 0}).array());
    chunk(out, "tEXt", "Title\0random".getBytes(StandardCharsets.ISO_8859_1));
    int half = length / 2;
    chunk(out, "IDAT", Arrays.copyOf(deflated, half));
    chunk(out, "IDAT", Arrays.copyOfRange(deflated, half, length));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] named = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(named);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(named);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** The own reader of usual PNG files against the JDK's. */
  @Test
  void everyFilterIsUndone() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int type = new int[] {0, 2, 4, 6}[round % 4];
      byte[] file = filtered(random, type, 1 + random.nextInt(40), 1 + random.nextInt(40));
      RgbImage expected = PictureReader.image(PictureReader.decode(new Picture(file)));
      RgbImage actual = PngPixels.of(file).orElseThrow();
      assertEquals(expected.width(), actual.width());
      for (int i = 0; i < expected.bytes().length; i++) {
        int c = i % 3;
        assertEquals(
            expected.bytes()[i - c + expected.order().place(c)],
            actual.bytes()[i - c + actual.order().place(c)],
            "type " + type + ", seed " + seed);
      }
    }
  }

  /** A damaged file is a picture, perhaps another one, or no picture; never anything else. */
  @Test
  void damagedFilesAreOneOrTheOther() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] file = filtered(random, 2, 9, 11);
      if (random.nextBoolean()) {
        file = Arrays.copyOf(file, random.nextInt(file.length));
      } else {
        file[random.nextInt(file.length)] ^= (byte) (1 + random.nextInt(255));
      }
      try {
        PictureReader.pixels(new Picture(file));
      } catch (ModelException e) {
        refused++;
        assertTrue(
            e.reason().startsWith("not_a_picture") || e.reason().startsWith("picture_too"),
            "seed " + seed);
      }
    }
    assertTrue(refused > 100, refused + " refused, seed " + seed);
  }

  /** A JPEG whose upper left corner is red, with an EXIF note on how to turn it. */
  private static byte[] turned(int orientation, boolean little) throws Exception {
    BufferedImage image = new BufferedImage(48, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        image.setRGB(i, j, 0xFF0000);
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    ByteBuffer note = ByteBuffer.allocate(36);
    note.putShort((short) 0xFFE1)
        .putShort((short) 34)
        .put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
    note.putShort((short) (little ? 0x4949 : 0x4D4D));
    note.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    note.putShort((short) 42).putInt(8).putShort((short) 1);
    note.putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] plain = jpeg.toByteArray();
    out.write(plain, 0, 2);
    out.write(note.array(), 0, note.position());
    out.write(plain, 2, plain.length - 2);
    return out.toByteArray();
  }

  @Test
  void aPhotographIsTurnedAsItsNoteSays() throws Exception {
    // Where the red corner then is: left or right, upper or lower.
    String[] corners = {"", "lu", "ru", "rl", "ll", "lu", "ru", "rl", "ll"};
    for (int orientation = 0; orientation <= 9; orientation++) {
      Picture picture = new Picture(turned(orientation, orientation % 2 == 0));
      RgbImage image = PictureReader.pixels(picture);
      boolean known = orientation >= 1 && orientation <= 8;
      boolean aside = known && orientation >= 5;
      assertEquals(aside ? 16 : 48, image.width(), "orientation " + orientation);
      String corner = known ? corners[orientation] : "lu";
      int x = corner.charAt(0) == 'l' ? 2 : image.width() - 3;
      int y = corner.charAt(1) == 'u' ? 2 : image.height() - 3;
      int at = 3 * (y * image.width() + x);
      int red = image.bytes()[at + image.order().place(0)] & 255;
      int green = image.bytes()[at + 1] & 255;
      assertTrue(red > 200 && green < 60, "orientation " + orientation + ": " + red);
      RgbImage decoded = PictureReader.image(PictureReader.decode(picture));
      assertEquals(image.width(), decoded.width());
      assertArrayEquals(image.bytes(), decoded.bytes());
    }
  }
}
