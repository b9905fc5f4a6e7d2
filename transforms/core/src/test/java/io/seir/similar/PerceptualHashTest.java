package io.seir.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerceptualHashTest {
  /** Ellipses and rectangles of random places and colours. */
  private static BufferedImage drawn(long seed, int type) {
    Random random = new Random(seed);
    BufferedImage picture = new BufferedImage(512, 512, type);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(new Color(random.nextInt(1 << 24)));
    pen.fillRect(0, 0, 512, 512);
    for (int i = 0; i < 25; i++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      int x = random.nextInt(512) - 60;
      int y = random.nextInt(512) - 60;
      int width = 20 + random.nextInt(200);
      int height = 20 + random.nextInt(200);
      if (i % 2 == 0) {
        pen.fillOval(x, y, width, height);
      } else {
        pen.fillRect(x, y, width, height);
      }
    }
    pen.dispose();
    return picture;
  }

  private static BufferedImage drawn(long seed) {
    return drawn(seed, BufferedImage.TYPE_INT_RGB);
  }

  private static BufferedImage resized(BufferedImage picture, int width, int height) {
    BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = resized.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(picture, 0, 0, width, height, null);
    pen.dispose();
    return resized;
  }

  private static BufferedImage jpeg(BufferedImage picture, float quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), settings);
    } finally {
      writer.dispose();
    }
    return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static int distance(BufferedImage a, BufferedImage b) {
    return PerceptualHash.distance(
        PerceptualHash.of(a).orElseThrow(), PerceptualHash.of(b).orElseThrow());
  }

  private static void assertClose(BufferedImage a, BufferedImage b, String what) {
    assertTrue(distance(a, b) <= 4, () -> what + ": " + distance(a, b));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void resizingAndJpegHardlyChangeIt(long seed) throws IOException {
    BufferedImage picture = drawn(seed);
    assertClose(picture, jpeg(picture, 0.75f), "JPEG");
    assertClose(picture, resized(picture, 256, 256), "256");
    assertClose(picture, resized(picture, 300, 300), "300");
    assertClose(picture, resized(picture, 700, 450), "another shape");
    assertClose(picture, jpeg(resized(picture, 300, 300), 0.75f), "300 and JPEG");
  }

  @Test
  void differentPicturesAreFar() {
    long[] hashes =
        LongStream.range(0, 20).map(seed -> PerceptualHash.of(drawn(seed)).orElseThrow()).toArray();
    for (int a = 0; a < hashes.length; a++) {
      for (int b = 0; b < a; b++) {
        int distance = PerceptualHash.distance(hashes[a], hashes[b]);
        assertTrue(distance > 16, a + " and " + b + ": " + distance);
      }
    }
  }

  private static BufferedImage wave(int u, int v, int height) {
    BufferedImage picture = new BufferedImage(128, 96, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        double across = Math.cos(Math.PI * u * (2 * x + 1) / 256);
        double down = Math.cos(Math.PI * v * (2 * y + 1) / 192);
        int grey = (int) Math.round(128 + height * across * down);
        picture.setRGB(x, y, grey * 0x010101);
      }
    }
    return picture;
  }

  /** A wave of one frequency sets the one bit of that frequency, unless its sign is negative. */
  @ParameterizedTest
  @CsvSource({"1, 0", "0, 1", "7, 0", "3, 5", "7, 7"})
  void aBitStandsForAFrequency(int u, int v) {
    assertEquals(OptionalLong.of(1L << (8 * v + u)), PerceptualHash.of(wave(u, v, 100)));
    assertEquals(OptionalLong.of(0), PerceptualHash.of(wave(u, v, -100)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "31, 33", "640, 480"})
  void aFlatPictureHasNone(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    assertEquals(OptionalLong.empty(), PerceptualHash.of(picture));
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.ORANGE);
    pen.fillRect(0, 0, width, height);
    pen.dispose();
    assertEquals(OptionalLong.empty(), PerceptualHash.of(picture));
  }

  /** Smaller than the grid of cells: a pixel is spread over many. */
  @Test
  void tinyPicturesAreThoseOfLargePixels() {
    BufferedImage tiny = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    BufferedImage large = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 300; x++) {
        int colour = 0x2F3A51 * (1 + x / 100 + 3 * (y / 100));
        tiny.setRGB(x / 100, y / 100, colour);
        large.setRGB(x, y, colour);
      }
    }
    assertTrue(PerceptualHash.of(tiny).isPresent());
    assertEquals(PerceptualHash.of(large), PerceptualHash.of(tiny));
  }

  @Test
  void aLineOfPixelsHasOne() {
    BufferedImage line = new BufferedImage(2000, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 1500; x < 2000; x++) {
      line.setRGB(x, 0, 0xFFFFFF);
    }
    assertTrue(PerceptualHash.of(line).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_USHORT_555_RGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void anyTypeOfImageWillDo(int type) {
    assertClose(drawn(1), drawn(1, type), "type " + type);
  }

  /** Drawing into few colours changes what is seen. */
  @Test
  void fewColoursWillDo() {
    assertTrue(distance(drawn(1), drawn(1, BufferedImage.TYPE_BYTE_INDEXED)) <= 8);
    assertTrue(PerceptualHash.of(drawn(1, BufferedImage.TYPE_BYTE_BINARY)).isPresent());
  }

  private static BufferedImage greyWithAlpha(boolean premultiplied, int[] greys, int[] alphas) {
    ColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            premultiplied,
            ColorModel.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = colours.createCompatibleWritableRaster(greys.length, 1);
    for (int x = 0; x < greys.length; x++) {
      int grey = premultiplied ? greys[x] * alphas[x] / 255 : greys[x];
      raster.setPixel(x, 0, new int[] {grey, alphas[x]});
    }
    return new BufferedImage(colours, raster, premultiplied, null);
  }

  /** What is seen is the picture over white, however its transparency is written. */
  @Test
  void transparencyShowsWhite() {
    int[] greys = {255, 230, 0, 90, 255, 230, 10, 200};
    int[] alphas = {128, 255, 0, 255, 128, 255, 255, 102};
    BufferedImage opaque = new BufferedImage(8, 1, BufferedImage.TYPE_INT_RGB);
    BufferedImage argb = new BufferedImage(8, 1, BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < greys.length; x++) {
      int seen = (greys[x] * alphas[x] + 255 * (255 - alphas[x])) / 255;
      opaque.setRGB(x, 0, seen * 0x010101);
      argb.setRGB(x, 0, alphas[x] << 24 | greys[x] * 0x010101);
    }
    OptionalLong expected = PerceptualHash.of(opaque);
    assertEquals(expected, PerceptualHash.of(argb));
    assertEquals(expected, PerceptualHash.of(greyWithAlpha(false, greys, alphas)));
    assertEquals(expected, PerceptualHash.of(greyWithAlpha(true, greys, alphas)));
  }

  @Test
  void distanceCountsBits() {
    assertEquals(0, PerceptualHash.distance(-1L, -1L));
    assertEquals(3, PerceptualHash.distance(0b1011, 0b0000));
    assertEquals(2, PerceptualHash.distance(0b10, Long.MIN_VALUE));
  }
}
