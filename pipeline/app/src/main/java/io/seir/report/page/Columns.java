package io.seir.report.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers of all dialogues, by name, packed as a script takes them: little-endian, in Base64. */
final class Columns {
  /** One number a dialogue. */
  private static final class Column {
    private final boolean whole;
    private float[] values = new float[256];
    private int size;

    Column(boolean whole) {
      this.whole = whole;
    }

    void put(int row, float value) {
      if (row >= values.length) {
        values = Arrays.copyOf(values, Math.max(row + 1, 2 * values.length));
      }
      while (size < row) {
        values[size++] = whole ? 0 : Float.NaN;
      }
      values[row] = value;
      size = row + 1;
    }

    ObjectNode packed(int rows) {
      if (size < rows) {
        put(rows - 1, whole ? 0 : Float.NaN);
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(rows * (whole ? Short.BYTES : Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (int row = 0; row < rows; row++) {
        if (whole) {
          bytes.putShort((short) (int) values[row]);
        } else {
          bytes.putFloat(values[row]);
        }
      }
      return JsonCoder.mapper()
          .createObjectNode()
          .put("type", whole ? "u16" : "f32")
          .put("data", Base64.getEncoder().encodeToString(bytes.array()));
    }
  }

  private final Map<String, Column> columns = new LinkedHashMap<>();

  /** A number that may be absent. */
  void number(String name, int row, double value) {
    columns.computeIfAbsent(name, n -> new Column(false)).put(row, (float) value);
  }

  /** A whole number from 0 to 65,535. */
  void whole(String name, int row, int value) {
    columns
        .computeIfAbsent(name, n -> new Column(true))
        .put(row, Math.max(0, Math.min(65_535, value)));
  }

  /** The names, in the order in which they came. */
  Iterable<String> names() {
    return columns.keySet();
  }

  /** All of them for so many dialogues. */
  ObjectNode packed(int rows) {
    ObjectNode all = JsonCoder.mapper().createObjectNode();
    columns.forEach((name, column) -> all.set(name, column.packed(rows)));
    return all;
  }
}
