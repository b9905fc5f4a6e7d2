package io.seir.similar;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.kernels.Rows;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows in NumPy's format (versions 1 and 2): fp32 or fp16, little-endian, in C order. They are read
 * in parts, so files can have any size.
 *
 * @param file its name, as {@link Locations} knows it
 * @param offset where the numbers begin, in bytes
 */
public record NpyFile(String file, long rows, int dimension, Rows.Type type, long offset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'<f([24])'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d{1,12})\\s*,\\s*(\\d{1,6})\\s*,?\\s*\\)");
  private static final String NUMBERS = "<i8";
  private static final int LONGEST_HEADER = 65_536;
  private static final int ALIGNMENT = 64;

  /**
   * The contents of a file, according to its header and size.
   *
   * @throws InputException naming the file, if it is missing or contains something else
   */
  public static NpyFile open(Path file) {
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      ByteBuffer start = read(in, 12);
      byte[] magic = new byte[MAGIC.length];
      start.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new InputException(file + " is not a .npy file");
      }
      int version = start.get();
      start.get();
      int length = version == 1 ? start.getShort() & 0xFFFF : start.getInt();
      int from = version == 1 ? 10 : 12;
      if (length < 0 || length > LONGEST_HEADER) {
        throw new InputException(file + " is not a .npy file");
      }
      in.position(from);
      String header = new String(read(in, length).array(), StandardCharsets.ISO_8859_1);
      return of(file, header, from + length, in.size());
    } catch (EOFException e) {
      throw new InputException(file + " is not a complete .npy file");
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private static NpyFile of(Path file, String header, long offset, long size) {
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find() || header.contains("'fortran_order': True")) {
      throw new InputException(
          file + " needs rows of float32 or float16 in C order; it has " + header.strip());
    }
    Rows.Type stored = type.group(1).equals("4") ? Rows.Type.F32 : Rows.Type.F16;
    long rows = Long.parseLong(shape.group(1));
    int dimension = Integer.parseInt(shape.group(2));
    if (dimension < 1 || rows * dimension * stored.bytes() != size - offset) {
      throw new InputException(file + " is cut off: it should have " + rows + " × " + dimension);
    }
    return new NpyFile(Locations.name(file), rows, dimension, stored, offset);
  }

  private static ByteBuffer read(SeekableByteChannel in, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill(in, buffer);
    return buffer.flip();
  }

  private static void fill(SeekableByteChannel in, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  /**
   * Reads consecutive rows.
   *
   * @param from the first row
   * @param into filled from its position to its limit
   * @throws InputException if the file is shorter than it was
   */
  void read(long from, ByteBuffer into) throws IOException {
    try (SeekableByteChannel in = Files.newByteChannel(Locations.path(file))) {
      in.position(offset + from * dimension * type.bytes());
      fill(in, into);
    } catch (EOFException e) {
      throw new InputException(file + " is cut off: it should have " + rows + " × " + dimension);
    }
  }

  /** A file of fp16 rows that {@link #bytes} made. */
  static NpyFile written(String file, long rows, int dimension) {
    return written(file, rows, dimension, Rows.Type.F16);
  }

  /** A file of rows that {@link #bytes} made. */
  static NpyFile written(String file, long rows, int dimension, Rows.Type type) {
    return new NpyFile(file, rows, dimension, type, header(type, rows, dimension).length);
  }

  /** A whole file of rows as they are stored, in bytes. */
  static byte[] bytes(Rows rows) {
    byte[] header = header(rows.type(), rows.rows(), rows.dimension());
    ByteBuffer numbers = rows.bytes();
    byte[] all = Arrays.copyOf(header, header.length + numbers.remaining());
    numbers.get(all, header.length, numbers.remaining());
    return all;
  }

  /** A whole file of fp16 rows, in bytes. */
  static byte[] bytes(int dimension, byte[] halves) {
    byte[] header = header(Rows.Type.F16, halves.length / Short.BYTES / dimension, dimension);
    byte[] all = Arrays.copyOf(header, header.length + halves.length);
    System.arraycopy(halves, 0, all, header.length, halves.length);
    return all;
  }

  /** A whole file of one boolean a bit: {@code rows} numbers, of one dimension. */
  public static byte[] mask(BitSet bits, int rows) {
    byte[] header = header("|b1", rows + ",");
    byte[] all = Arrays.copyOf(header, header.length + rows);
    bits.stream().forEach(bit -> all[header.length + bit] = 1);
    return all;
  }

  /** A whole file of row numbers (int64, one dimension), in bytes. */
  static byte[] bytes(long[] numbers) {
    byte[] header = header(NUMBERS, numbers.length + ",");
    ByteBuffer all =
        ByteBuffer.allocate(header.length + numbers.length * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    all.put(header).asLongBuffer().put(numbers);
    return all.array();
  }

  /**
   * Some of the row numbers in a file that {@link #bytes(long[])} made.
   *
   * @param count how many the file holds
   */
  static long[] numbers(Path file, long count, long from, long to) throws IOException {
    long[] numbers = new long[Math.toIntExact(to - from)];
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      in.position(header(NUMBERS, count + ",").length + from * Long.BYTES);
      read(in, numbers.length * Long.BYTES).asLongBuffer().get(numbers);
    } catch (EOFException e) {
      throw new InputException(file + " is cut off: it should have " + count + " numbers");
    }
    return numbers;
  }

  private static byte[] header(Rows.Type type, long rows, int dimension) {
    return header(type == Rows.Type.F32 ? "<f4" : "<f2", rows + ", " + dimension);
  }

  private static byte[] header(String type, String shape) {
    String header =
        String.format(
            Locale.ROOT, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", type, shape);
    int before = MAGIC.length + 4;
    int length = (before + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - before));
    out.put(header.getBytes(StandardCharsets.US_ASCII));
    while (out.position() < length - 1) {
      out.put((byte) ' ');
    }
    return out.put((byte) '\n').array();
  }
}
