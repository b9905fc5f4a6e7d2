package io.seir.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  /** Lines of all lengths about the size of a block, read from any of their places. */
  @Test
  void everyLineIsReadFromItsOffset() throws IOException {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int length : new int[] {0, 1, 65534, 65535, 65536, 65537, 200_000, 3}) {
      lines.add((random.nextBoolean() ? "ü" : "x").repeat(length));
    }
    for (String ending : List.of("", "\n")) {
      byte[] file = (String.join("\n", lines) + ending).getBytes(StandardCharsets.UTF_8);
      List<Long> offsets = new ArrayList<>();
      JsonLines all = new JsonLines(new ByteArrayInputStream(file), 0);
      for (String line : lines) {
        offsets.add(all.offset());
        assertEquals(line, all.next());
      }
      assertNull(all.next());
      assertEquals(file.length, all.offset());
      assertEquals(lines.size(), all.number());
      for (int i = 0; i < lines.size(); i++) {
        int from = Math.toIntExact(offsets.get(i));
        ByteArrayInputStream rest = new ByteArrayInputStream(file, from, file.length - from);
        assertEquals(lines.get(i), new JsonLines(rest, from).next());
      }
    }
  }

  @Test
  void marksAreLeftOutAndWhatIsNoTextIsRefused() throws IOException {
    byte[] marked = "\uFEFF{}\r\n\uFFFD\n".getBytes(StandardCharsets.UTF_8);
    JsonLines lines = new JsonLines(new ByteArrayInputStream(marked), 0);
    assertEquals("{}", lines.next());
    assertEquals("\uFFFD", lines.next(), "a text may say so");
    JsonLines broken = new JsonLines(new ByteArrayInputStream(new byte[] {'a', (byte) 0xFF}), 0);
    assertThrows(IllegalArgumentException.class, broken::next);
    JsonLines endless = new JsonLines(new ByteArrayInputStream(new byte[17 << 20]), 0);
    assertThrows(IllegalArgumentException.class, endless::next);
  }
}
