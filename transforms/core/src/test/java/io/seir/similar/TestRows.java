package io.seir.similar;

import io.seir.kernels.HalfFloat;
import io.seir.kernels.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows in NumPy files of their own. */
final class TestRows {
  private TestRows() {}

  /** Unit rows, of which every fifth repeats an earlier one, so that there are ties. */
  static float[][] tied(int rows, int dimension, long seed) {
    Random random = new Random(seed);
    float[][] all = new float[rows][dimension];
    for (int row = 0; row < rows; row++) {
      if (row % 5 == 4) {
        all[row] = all[random.nextInt(row)].clone();
        continue;
      }
      double squares = 0;
      for (int d = 0; d < dimension; d++) {
        all[row][d] = (float) random.nextGaussian();
        squares += Math.pow(all[row][d], 2);
      }
      for (int d = 0; d < dimension; d++) {
        all[row][d] /= (float) Math.sqrt(squares);
      }
    }
    return all;
  }

  /** As fp16, little-endian. */
  static byte[] halves(float[]... rows) {
    ByteBuffer out =
        ByteBuffer.allocate(rows.length * (rows.length == 0 ? 0 : rows[0].length) * 2)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float number : row) {
        out.putShort(HalfFloat.fromFloat(number));
      }
    }
    return out.array();
  }

  static Path write(Path file, float[][] rows, int dimension) throws IOException {
    return Files.write(file, NpyFile.bytes(dimension, halves(rows)));
  }

  /** A set of files of these lengths and one with the rest. */
  static RowSet set(Path folder, String name, float[][] rows, int... lengths) throws IOException {
    List<Path> files = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= lengths.length; i++) {
      int to = i < lengths.length ? from + lengths[i] : rows.length;
      float[][] part = java.util.Arrays.copyOfRange(rows, from, to);
      files.add(write(folder.resolve(name + i + ".npy"), part, rows[0].length));
      from = to;
    }
    return RowSet.ofNpy(files);
  }

  static Rows rows(float[][] rows) {
    float[] all = new float[rows.length * rows[0].length];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return Rows.of(rows[0].length, all, Rows.Type.F16);
  }
}
