package io.seir.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a JSONL file. Only line feeds separate lines; carriage returns at line ends
 * and a byte order mark at the beginning of the file are dropped. Counts the bytes that it has
 * read.
 */
public final class JsonLines implements AutoCloseable {
  private static final int MAX_LINE = 16 << 20;
  private static final char MARK = 0xFEFF;

  private static final char REPLACEMENT = 0xFFFD;
  private static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final byte[] block = new byte[BLOCK];
  private int at;
  private int end;
  private long offset;
  private int number;

  /**
   * @param offset bytes of the file before the stream
   */
  public JsonLines(InputStream in, long offset) {
    this.in = in;
    this.offset = offset;
  }

  /** Bytes of the file before the next line. */
  public long offset() {
    return offset;
  }

  /** The number of the last line that was read, from 1. */
  public int number() {
    return number;
  }

  /**
   * The next line; null after the last.
   *
   * @throws IllegalArgumentException if it is too long or not UTF-8 text
   */
  public @Nullable String next() throws IOException {
    boolean first = offset == 0;
    if (at == end && !fill()) {
      return null;
    }
    number++;
    int feed = feed();
    if (feed >= 0) { // the line is within the block, as most are
      String text = text(block, at, feed - at, first);
      offset += feed + 1 - at;
      at = feed + 1;
      return text;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(2 * BLOCK);
    do {
      feed = feed();
      int stop = feed < 0 ? end : feed;
      line.write(block, at, stop - at);
      at = stop;
      if (line.size() > MAX_LINE) {
        throw new IllegalArgumentException("over " + (MAX_LINE >> 20) + " MB");
      }
    } while (feed < 0 && fill());
    offset += line.size() + (feed < 0 ? 0 : 1);
    at += feed < 0 ? 0 : 1;
    return text(line.toByteArray(), 0, line.size(), first);
  }

  /** Reads another block; false at the end of the stream. */
  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.readNBytes(block, 0, BLOCK));
    return end > 0;
  }

  /** The position of the next line feed in the block; negative if there is none. */
  private int feed() {
    for (int i = at; i < end; i++) {
      if (block[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] bytes, int from, int length, boolean first) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) { // said by the text, or put in for what is none
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("not UTF-8 text", e);
      }
    }
    text = text.stripTrailing();
    return first && !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
