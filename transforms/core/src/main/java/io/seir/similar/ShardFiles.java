package io.seir.similar;

import io.seir.blob.AtomicFile;
import io.seir.features.TurnRows;
import io.seir.sample.JsonCoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a shard of {@link Vectors}, gathered and then written. */
final class ShardFiles {
  private final SortedMap<String, KindFile> kinds = new TreeMap<>();
  private final SortedMap<String, Integer> have = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();

  private static final class KindFile {
    final ByteArrayOutputStream halves = new ByteArrayOutputStream();
    final int dimension;
    int rows;

    KindFile(int dimension) {
      this.dimension = dimension;
    }
  }

  void add(TurnRows turn) throws IOException {
    SortedMap<String, Integer> places = new TreeMap<>();
    List<String> own = new ArrayList<>();
    for (String kind : TurnRows.KINDS) {
      Optional<byte[]> row = turn.row(kind);
      if (row.isPresent()) {
        KindFile file =
            kinds.computeIfAbsent(kind, k -> new KindFile(row.get().length / Short.BYTES));
        file.halves.writeBytes(row.get());
        places.put(kind, file.rows++);
        own.add(kind);
      }
    }
    have.merge(String.join("+", own), 1, Integer::sum);
    lines.add(JsonCoder.mapper().writeValueAsString(TurnLine.of(turn, places)));
  }

  /** Writes the files, and says what they hold. */
  Vectors.Shard write(Path folder, int number) throws IOException {
    SortedMap<String, Vectors.Rowed> files = new TreeMap<>();
    for (Map.Entry<String, KindFile> kind : kinds.entrySet()) {
      KindFile rows = kind.getValue();
      byte[] file = NpyFile.bytes(rows.dimension, rows.halves.toByteArray());
      AtomicFile.write(folder.resolve(Vectors.file(kind.getKey(), number, "npy")), file);
      files.put(kind.getKey(), new Vectors.Rowed(rows.rows, rows.dimension, sha256(file)));
    }
    AtomicFile.write(folder.resolve(Vectors.file("turns", number, "jsonl")), lines);
    return new Vectors.Shard(number, lines.size(), files, have);
  }

  private static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
