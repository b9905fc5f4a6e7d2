package io.seir.input;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.kernels.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Embeddings in NumPy's format (version 1 and 2): rows of fp32 or fp16, little-endian, in C order.
 * The file is mapped, not copied.
 */
public final class NpyRows {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'<f([24])'");
  private static final Pattern SHAPE =
      Pattern.compile("'shape'\\s*:\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,?\\s*\\)");

  /** How far rounding takes a length from 1. */
  private static final double ROUNDED = 1e-6;

  private static final double ROUNDED_F16 = 1e-3;

  private NpyRows() {}

  /** What a file holds, by its header: type and number of rows and of numbers in one. */
  public static String shape(Path file) {
    return read(
        file, (shape, numbers) -> shape.rows() + " × " + shape.dimension() + " " + shape.type());
  }

  /** The rows; an {@link InputException} names the file if they cannot be had. */
  public static Rows read(Path file) {
    return read(
        file,
        (shape, numbers) -> {
          try {
            return Rows.wrap(
                shape.dimension(), shape.type(), numbers.order(ByteOrder.nativeOrder()));
          } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage());
          }
        });
  }

  /**
   * The rows at unit length: as they are if they have it already, else a scaled copy, so that inner
   * products are cosines.
   *
   * @throws InputException also for a row of zeros, which has no direction
   */
  public static Rows unit(Path file) {
    Rows rows = read(file);
    boolean unit = true;
    double[] scale = new double[rows.rows()];
    for (int row = 0; row < scale.length; row++) {
      double squares = 0;
      for (int d = 0; d < rows.dimension(); d++) {
        squares += (double) rows.get(row, d) * rows.get(row, d);
      }
      if (squares == 0) {
        throw new InputException(file + ": row " + row + " is all zeros, it has no direction");
      }
      scale[row] = 1 / Math.sqrt(squares);
      unit &= Math.abs(squares - 1) < 2 * (rows.type() == Rows.Type.F16 ? ROUNDED_F16 : ROUNDED);
    }
    return unit ? rows : scaled(rows, scale);
  }

  private static Rows scaled(Rows rows, double[] scale) {
    float[] values = new float[Math.multiplyExact(rows.rows(), rows.dimension())];
    for (int i = 0; i < values.length; i++) {
      int row = i / rows.dimension();
      values[i] = (float) (rows.get(row, i % rows.dimension()) * scale[row]);
    }
    return Rows.of(rows.dimension(), values, rows.type());
  }

  private record Shape(long rows, int dimension, Rows.Type type) {}

  private interface Use<T> {
    T apply(Shape shape, ByteBuffer numbers);
  }

  private static <T> T read(Path file, Use<T> use) {
    try {
      ByteBuffer all = bytes(file).order(ByteOrder.LITTLE_ENDIAN);
      for (byte b : MAGIC) {
        if (!all.hasRemaining() || all.get() != b) {
          throw new InputException(file + " is no .npy file");
        }
      }
      int version = all.get();
      all.get();
      int length = version == 1 ? all.getShort() & 0xFFFF : all.getInt();
      byte[] header = new byte[Math.max(0, Math.min(length, all.remaining()))];
      all.get(header);
      ByteBuffer numbers = all.slice();
      return use.apply(
          shape(file, new String(header, StandardCharsets.ISO_8859_1), numbers), numbers);
    } catch (java.nio.BufferUnderflowException e) {
      throw new InputException(file + " is no whole .npy file");
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /** Mapped where that is possible; what lies in an object store is read. */
  private static ByteBuffer bytes(Path file) throws IOException {
    if (Files.size(file) > Integer.MAX_VALUE) {
      throw new InputException(file + " is over 2 GB; split it");
    }
    if (!Locations.isLocal(file)) {
      byte[] read = Files.readAllBytes(file);
      return ByteBuffer.allocateDirect(read.length).put(read).flip();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  private static Shape shape(Path file, String header, ByteBuffer numbers) {
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find() || header.contains("'fortran_order': True")) {
      throw new InputException(
          file + " needs rows of float32 or float16 in C order; it has " + header.strip());
    }
    int bytes = Integer.parseInt(type.group(1));
    long rows = Long.parseLong(shape.group(1));
    int dimension = Integer.parseInt(shape.group(2));
    if (dimension < 1 || rows * dimension * bytes != numbers.remaining()) {
      throw new InputException(file + " is cut off: it should have " + rows + " × " + dimension);
    }
    return new Shape(rows, dimension, bytes == 4 ? Rows.Type.F32 : Rows.Type.F16);
  }
}
