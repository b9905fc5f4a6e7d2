package io.seir.similar;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.JsonLines;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads a part of a {@link RowSet}. */
final class PartReader {
  private static final int BUFFER = 1 << 20;

  /** Files whose checksum was found right in this JVM, by name and checksum. */
  private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

  private final RowSet.Part part;

  PartReader(RowSet.Part part) {
    this.part = part;
  }

  /** Reads rows [from, to) of the part. */
  void read(long from, long to, ByteBuffer into) throws IOException {
    int count = Math.toIntExact(to - from);
    int stride = into.remaining() / count;
    int at = 0;
    for (RowSet.Column column : part.columns()) {
      NpyFile file = column.file();
      check(column);
      int width = file.dimension() * file.type().bytes();
      boolean whole = file.rows() == part.rows();
      if (whole && width == stride) {
        file.read(from, into.duplicate());
      } else {
        long[] picked = whole ? range(from, to) : picked(column, from, to);
        long first = picked[0];
        ByteBuffer all = ByteBuffer.allocate((int) (picked[count - 1] - first + 1) * width);
        file.read(first, all);
        for (int row = 0; row < count; row++) {
          int source = (int) (picked[row] - first) * width;
          into.put(row * stride + at, all, source, width);
        }
      }
      at += width;
    }
  }

  private static long[] range(long from, long to) {
    long[] rows = new long[(int) (to - from)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = from + i;
    }
    return rows;
  }

  /**
   * Looked up for the whole part at once: blocks are smaller, and the names are read from the
   * first.
   */
  private long[] picked(RowSet.Column column, long from, long to) throws IOException {
    String what =
        String.join(
            " ", "rows", column.kind(), column.sha256().orElse(""), part.turns().toString());
    long[] all =
        RowBlocks.shared()
            .longs(
                what,
                0,
                part.rows(),
                () ->
                    turns(0, part.rows()).stream()
                        .mapToLong(turn -> turn.rows().getOrDefault(column.kind(), -1))
                        .toArray());
    return Arrays.copyOfRange(all, (int) from, (int) to);
  }

  /** The turns that rows [from, to) are of. */
  List<TurnLine> turns(long from, long to) throws IOException {
    RowSet.Turns turns = part.turns().orElseThrow();
    List<TurnLine> found = new ArrayList<>();
    long row = 0;
    Path path = Locations.path(turns.file());
    try (JsonLines lines = new JsonLines(Files.newInputStream(path), 0)) {
      for (@Nullable String line = lines.next(); line != null && row < to; line = lines.next()) {
        TurnLine turn = JsonCoder.mapper().readValue(line, TurnLine.class);
        if (turns.take(turn.rows().keySet())) {
          if (row >= from) {
            found.add(turn);
          }
          row++;
        }
      }
    } catch (IOException e) {
      throw InputException.unreadable(path, e);
    }
    if (row < to) {
      throw new InputException(path + " is cut off: it names fewer rows than the manifest");
    }
    return found;
  }

  /** A file that is not the one the manifest speaks of would give wrong neighbours. */
  private static void check(RowSet.Column column) throws IOException {
    if (column.sha256().isEmpty()) {
      return;
    }
    String name = column.file().file();
    if (CHECKED.contains(name + column.sha256().get())) {
      return;
    }
    Path path = Locations.path(name);
    String found;
    try (InputStream in = Files.newInputStream(path);
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[BUFFER];
      while (digest.read(buffer) >= 0) {
        continue;
      }
      found = HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw InputException.unreadable(path, e);
    }
    if (!found.equals(column.sha256().get())) {
      throw new InputException(
          path + " does not match its checksum in vectors.json; run ./seir score again");
    }
    CHECKED.add(name + found);
  }
}
