package io.seir.similar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.seir.data.InputException;
import io.seir.kernels.HalfFloat;
import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * Rows in files, numbered from 0 across all files: the input of the transforms over whole data
 * sets. A row set only knows where the rows are and travels to the workers; the rows stay in their
 * files until a worker reads a block of them.
 *
 * @param id differs for different sets
 * @param dimension numbers in a row
 * @param type how they are stored
 * @param parts in order
 */
@DefaultCoder(JsonCoder.class)
@JsonIgnoreProperties("rows")
public record RowSet(String id, int dimension, Rows.Type type, List<Part> parts) {
  /** How far rounding takes the square of a length from 1. */
  private static final double ROUNDED = 2e-6;

  private static final double ROUNDED_F16 = 2e-3;

  /**
   * Rows that are stored together.
   *
   * @param rows of the set
   * @param columns files whose rows are concatenated to a row of the set
   * @param turns the turns that the rows belong to; absent for files without names
   */
  public record Part(long rows, List<Column> columns, Optional<Turns> turns) {
    public Part {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A file of rows.
   *
   * @param kind what the rows are of, such as {@code image}; empty for files without names, whose
   *     rows are brought to unit length
   * @param sha256 of the whole file, if it is known
   */
  public record Column(String kind, NpyFile file, Optional<String> sha256) {}

  /**
   * Which turns the rows of a part are of.
   *
   * @param file lines of {@link TurnLine}
   * @param count turns, with or without rows
   * @param kinds that a turn must have to be one of them
   * @param without kinds that it must not have
   */
  public record Turns(String file, long count, List<String> kinds, List<String> without) {
    public Turns {
      kinds = List.copyOf(kinds);
      without = List.copyOf(without);
    }

    boolean take(Collection<String> has) {
      return has.containsAll(kinds) && Collections.disjoint(has, without);
    }
  }

  public RowSet {
    parts = List.copyOf(parts);
  }

  /** The rows of NumPy files, scaled to unit length if necessary. */
  public static RowSet ofNpy(List<Path> files) {
    List<Part> parts = new ArrayList<>();
    StringBuilder id = new StringBuilder("npy");
    for (Path path : files) {
      NpyFile file = NpyFile.open(path);
      parts.add(
          new Part(file.rows(), List.of(new Column("", file, Optional.empty())), Optional.empty()));
      id.append(' ').append(file.file()).append(' ').append(changed(path));
      NpyFile first = parts.get(0).columns().get(0).file();
      if (file.dimension() != first.dimension() || file.type() != first.type()) {
        throw new InputException(
            String.format(
                "%s has rows of %d %s, %s of %d %s",
                files.get(0),
                first.dimension(),
                first.type(),
                path,
                file.dimension(),
                file.type()));
      }
    }
    NpyFile first = parts.get(0).columns().get(0).file();
    return new RowSet(id.toString(), first.dimension(), first.type(), parts);
  }

  /**
   * The rows of several sets, one set after the other.
   *
   * @param sets at least one, all of one dimension and type
   */
  public static RowSet together(List<RowSet> sets) {
    RowSet first = sets.get(0);
    List<Part> parts = new ArrayList<>();
    StringBuilder id = new StringBuilder("together");
    for (RowSet set : sets) {
      if (set.dimension() != first.dimension() || set.type() != first.type()) {
        throw new IllegalArgumentException(
            String.format(
                "rows of %d %s and of %d %s",
                first.dimension(), first.type(), set.dimension(), set.type()));
      }
      parts.addAll(set.parts());
      id.append(' ').append(set.id());
    }
    return new RowSet(id.toString(), first.dimension(), first.type(), parts);
  }

  private static String changed(Path path) {
    try {
      return Files.size(path) + " " + Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      throw InputException.unreadable(path, e);
    }
  }

  /** How many rows. */
  public long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }

  /** Bytes of a row. */
  long rowBytes() {
    return (long) dimension * type.bytes();
  }

  /**
   * Rows [from, to), outside the Java heap.
   *
   * @throws InputException if a file is missing, cut short or damaged, or a row has no direction:
   *     not finite, or all zeros
   */
  public Rows read(long from, long to) throws IOException {
    ByteBuffer out =
        ByteBuffer.allocateDirect(Math.toIntExact((to - from) * rowBytes()))
            .order(ByteOrder.nativeOrder());
    long first = 0;
    for (Part part : parts) {
      long a = Math.max(from, first);
      long b = Math.min(to, first + part.rows());
      if (a < b) {
        int at = Math.toIntExact((a - from) * rowBytes());
        int length = Math.toIntExact((b - a) * rowBytes());
        ByteBuffer into = out.slice(at, length).order(ByteOrder.nativeOrder());
        new PartReader(part).read(a - first, b - first, into);
        if (part.columns().get(0).kind().isEmpty()) {
          scale(part.columns().get(0).file(), a - first, into);
        }
      }
      first += part.rows();
    }
    if (to > first) {
      throw new IllegalArgumentException("no rows " + from + " to " + to + " of " + first);
    }
    try {
      return Rows.wrap(dimension, type, out);
    } catch (IllegalArgumentException e) {
      throw new InputException(name(from) + " and those after it: " + e.getMessage());
    }
  }

  private String name(long row) {
    long first = 0;
    for (Part part : parts) {
      if (row < first + part.rows()) {
        return part.columns().get(0).file().file() + " row " + (row - first);
      }
      first += part.rows();
    }
    return "row " + row;
  }

  /** Inner products are cosines only if all rows have unit length. */
  private void scale(NpyFile file, long firstRow, ByteBuffer rows) {
    double rounded = type == Rows.Type.F16 ? ROUNDED_F16 : ROUNDED;
    for (int row = 0; row < rows.limit() / rowBytes(); row++) {
      double squares = 0;
      for (int d = 0; d < dimension; d++) {
        double number = get(rows, row * dimension + d);
        squares += number * number;
      }
      String name = file.file() + ": row " + (firstRow + row);
      if (squares == 0) {
        throw new InputException(name + " is all zeros, so it has no direction");
      }
      if (!Double.isFinite(squares)) {
        throw new InputException(name + " has a number that is not finite");
      }
      if (Math.abs(squares - 1) > rounded) {
        double scale = 1 / Math.sqrt(squares);
        for (int d = 0; d < dimension; d++) {
          int at = row * dimension + d;
          put(rows, at, (float) (get(rows, at) * scale));
        }
      }
    }
  }

  private float get(ByteBuffer rows, int at) {
    return type == Rows.Type.F32
        ? rows.getFloat(at * Float.BYTES)
        : HalfFloat.toFloat(rows.getShort(at * Short.BYTES));
  }

  private void put(ByteBuffer rows, int at, float number) {
    if (type == Rows.Type.F32) {
      rows.putFloat(at * Float.BYTES, number);
    } else {
      rows.putShort(at * Short.BYTES, HalfFloat.fromFloat(number));
    }
  }

  /** What rows [from, to) are of; rows without names are called by their number. */
  public List<TurnLine> turns(long from, long to) throws IOException {
    List<TurnLine> turns = new ArrayList<>();
    long first = 0;
    for (Part part : parts) {
      long a = Math.max(from, first);
      long b = Math.min(to, first + part.rows());
      if (a < b && part.turns().isPresent()) {
        turns.addAll(new PartReader(part).turns(a - first, b - first));
      } else {
        for (long row = a; row < b; row++) {
          turns.add(TurnLine.ofRow(row));
        }
      }
      first += part.rows();
    }
    return turns;
  }
}
