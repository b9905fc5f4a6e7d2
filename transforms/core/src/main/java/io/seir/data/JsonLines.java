package io.seir.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a JSONL file: what stands between line feeds, and nothing else; carriage returns at the
 * end, and a byte order mark at the beginning of the file, are left out. Knows how many bytes it
 * read.
 */
public final class JsonLines implements AutoCloseable {
  private static final int MAX_LINE = 16 << 20;
  private static final char MARK = 0xFEFF;

  private final InputStream in;
  private long offset;
  private int number;

  /**
   * @param offset bytes of the file before the stream
   */
  public JsonLines(InputStream in, long offset) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.offset = offset;
  }

  /** Bytes of the file up to the line to come. */
  public long offset() {
    return offset;
  }

  /** The number of the line that was read last, from 1. */
  public int number() {
    return number;
  }

  /**
   * The next line; null after the last.
   *
   * @throws IllegalArgumentException if it is too long or no UTF-8 text
   */
  public @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean first = offset == 0;
    int b = in.read();
    if (b < 0) {
      return null;
    }
    number++;
    for (; b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
      if (line.size() > MAX_LINE) {
        throw new IllegalArgumentException("over " + (MAX_LINE >> 20) + " MB");
      }
    }
    offset += line.size() + (b < 0 ? 0 : 1);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString()
              .stripTrailing();
      return first && !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8 text", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
