package io.seir.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.model.DecodedPicture;
import io.seir.model.ModelException;
import io.seir.model.PreparedPicture;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Preprocessing beside Pillow's, which the processors of CLIP and SigLIP call: 200 pictures of odd
 * sizes and all kinds. Needs Debian's {@code python3-pil} and {@code python3-numpy}; required with
 * {@code -Dseir.requirePillow=true}.
 */
class PillowTest {
  private static final String PYTHON = "/usr/bin/python3";

  /** One level of a channel, as a normalised number. */
  private static final double LEVEL = 1 / 255.0 / 0.26;

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws Exception {
    long seed = Long.getLong("seir.pillow.seed", 20261127L);
    Path script = folder.resolve("pillow.py");
    try (InputStream in = PillowTest.class.getResourceAsStream("pillow.py")) {
      Files.copy(Objects.requireNonNull(in), script);
    }
    boolean there = Files.isExecutable(Path.of(PYTHON)) && run("-c", "import PIL, numpy") == 0;
    boolean required = Boolean.getBoolean("seir.requirePillow");
    Assumptions.assumeTrue(
        there || required, "no Pillow: apt-get install python3-pil python3-numpy");
    assertEquals(0, run(script.toString(), folder.toString(), Long.toString(seed)));
  }

  private static int run(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = PYTHON;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Lossless files: not a level apart. JPEG: the decoders round differently, so hardly more. */
  @Test
  void picturesArePreparedAsByPillow() throws Exception {
    Map<String, Double> worst = new TreeMap<>();
    int count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.json")) {
      for (Path configured : all) {
        JsonNode config = JsonCoder.mapper().readTree(configured.toFile());
        String name = configured.getFileName().toString().replace(".json", "");
        double apart = apart(configured, name);
        worst.merge(config.path("kind").asText(), apart, Math::max);
        count++;
      }
    }
    System.out.println("levels apart from Pillow: " + worst);
    assertEquals(200, count);
    worst.forEach(
        (kind, apart) ->
            assertTrue(apart < (kind.startsWith("jpeg") ? 3 : 1e-3), kind + ": " + apart));
  }

  private static double apart(Path configured, String name) throws Exception {
    PreparedPicture prepared =
        Preprocessing.read(configured).apply(DecodedPicture.of(new Picture(file(name))));
    ByteBuffer expected =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name + ".raw")))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(expected.remaining() / Float.BYTES, prepared.numbers().length, name);
    double apart = 0;
    for (float number : prepared.numbers()) {
      apart = Math.max(apart, Math.abs(number - expected.getFloat()) / LEVEL);
    }
    return apart;
  }

  private static byte[] file(String name) throws IOException {
    for (String ending : new String[] {"png", "jpg", "gif"}) {
      Path file = folder.resolve(name + "." + ending);
      if (Files.exists(file)) {
        return Files.readAllBytes(file);
      }
    }
    throw new IOException("no picture " + name);
  }

  @Test
  void aPictureForPrintIsRefused() throws Exception {
    Picture cmyk = new Picture(Files.readAllBytes(folder.resolve("cmyk.jpg")));
    ModelException refused = assertThrows(ModelException.class, () -> DecodedPicture.of(cmyk));
    assertEquals("not_a_picture", refused.reason());
  }
}
