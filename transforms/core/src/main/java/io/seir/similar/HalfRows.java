package io.seir.similar;

import io.seir.blob.AtomicFile;
import io.seir.kernels.HalfFloat;
import io.seir.kernels.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Copies rows to files of fp16, such as {@link Vectors} has, so that they can be compared. */
public final class HalfRows {
  private static final long BYTES = 64L << 20;

  private HalfRows() {}

  /**
   * Writes the rows of a set, of unit length, as {@code rows-00000.npy} and so on.
   *
   * @return the same rows in the new files
   * @throws io.seir.data.InputException if a row is all zeros or not finite
   */
  public static RowSet write(RowSet rows, Path folder) throws IOException {
    long each = Math.max(1, BYTES / rows.rowBytes());
    List<Path> files = new ArrayList<>();
    for (long from = 0; from < rows.rows(); from += each) {
      Rows block = rows.read(from, Math.min(rows.rows(), from + each));
      Path file = folder.resolve(String.format(Locale.ROOT, "rows-%05d.npy", files.size()));
      AtomicFile.write(file, NpyFile.bytes(rows.dimension(), halves(block)));
      files.add(file);
    }
    return RowSet.ofNpy(files);
  }

  private static byte[] halves(Rows rows) {
    ByteBuffer out =
        ByteBuffer.allocate(rows.rows() * rows.dimension() * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows.rows(); row++) {
      for (int d = 0; d < rows.dimension(); d++) {
        out.putShort(HalfFloat.fromFloat(rows.get(row, d)));
      }
    }
    return out.array();
  }
}
