package io.seir.similar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.features.TurnRows;
import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The rows of a data set in their own folder, described by {@code vectors.json} in it: fp16 in
 * NumPy's format, one file per kind and shard ({@code image-00000.npy}), and lines that say which
 * turn has which row ({@code turns-00000.jsonl}).
 *
 * @param folder where the files are
 * @param encoder the identity of what made the rows
 * @param dimension numbers in a row; 0 if there is no row
 * @param order of turns
 */
@DefaultCoder(JsonCoder.class)
public record Vectors(
    String folder, String encoder, int dimension, String order, List<Shard> shards) {
  /** The name of the folder, next to a data set. */
  public static final String FOLDER = "vectors";

  /** The manifest. */
  static final String FILE = "vectors.json";

  private static final String PLACE = "folder";

  static final String ORDER = "index of the sample, then turn";

  /**
   * The rows of samples whose indexes are near.
   *
   * @param turns lines in its file of turns
   * @param files its files by kind; kinds that no turn has are left out
   * @param have how many turns have which kinds: {@code question+image} and so on
   */
  public record Shard(
      int number, int turns, SortedMap<String, Rowed> files, SortedMap<String, Integer> have) {}

  /**
   * A file of rows.
   *
   * @param dimension numbers in a row
   * @param sha256 of the whole file
   */
  public record Rowed(int rows, int dimension, String sha256) {}

  public Vectors {
    shards = List.copyOf(shards);
  }

  /** The name of a shard's file. */
  static String file(String kind, int shard, String ending) {
    return String.format(Locale.ROOT, "%s-%05d.%s", kind, shard, ending);
  }

  /** Writes the manifest, after everything that it describes. */
  void write() throws IOException {
    ObjectNode json = JsonCoder.mapper().valueToTree(this);
    json.remove(PLACE); // a folder may be moved
    AtomicFile.write(
        Locations.path(folder).resolve(FILE),
        json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The rows in a folder, or in the folder {@code vectors} of it.
   *
   * @throws InputException if there are none, or the manifest cannot be read
   */
  public static Vectors read(Path folder) {
    Path own = folder.resolve(FOLDER).resolve(FILE);
    Path manifest = Files.exists(own) ? own : folder.resolve(FILE);
    if (!Files.exists(manifest)) {
      throw new InputException(
          folder + " contains no rows (no " + FILE + "); make them with ./seir score");
    }
    try {
      JsonNode json = JsonCoder.mapper().readTree(Files.readString(manifest));
      if (!(json instanceof ObjectNode object)) {
        throw new InputException(manifest + " is not a manifest of rows");
      }
      object.put(PLACE, Locations.name(manifest.resolveSibling("")));
      return JsonCoder.mapper().treeToValue(object, Vectors.class);
    } catch (JsonProcessingException e) {
      throw new InputException(manifest + " is not a manifest of rows: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw InputException.unreadable(manifest, e);
    }
  }

  /** Whether a folder contains rows in its subfolder {@code vectors}. */
  public static boolean in(Path folder) {
    return Files.exists(folder.resolve(FOLDER).resolve(FILE));
  }

  /** Turns, with or without rows. */
  public long turns() {
    return shards.stream().mapToLong(Shard::turns).sum();
  }

  /**
   * The turns that have all of these kinds, in order; with several kinds their rows are
   * concatenated, so that an inner product is the sum of the kinds' cosines.
   *
   * @param kinds of {@link TurnRows#KINDS}
   */
  public RowSet rows(List<String> kinds) {
    return rows(kinds, kinds, List.of());
  }

  /**
   * The turns of a data set by which of some kinds they have: rows of every such combination, as of
   * {@link #rows(List)}, in no set more than once. Turns that have none of the kinds are left out.
   */
  public SortedMap<String, RowSet> combinations(Collection<String> kinds) {
    SortedMap<String, RowSet> sets = new TreeMap<>();
    for (Shard shard : shards) {
      for (String have : shard.have().keySet()) {
        List<String> own = new ArrayList<>(List.of(have.split("\\+")));
        own.retainAll(kinds);
        if (!own.isEmpty()) {
          List<String> without = new ArrayList<>(kinds);
          without.removeAll(own);
          sets.computeIfAbsent(String.join("+", own), k -> rows(own, own, without));
        }
      }
    }
    return sets;
  }

  /**
   * Rows of one kind, but only of turns that also have other kinds, so that rows of different kinds
   * belong to the same turns.
   */
  public RowSet rowsWith(String kind, List<String> others) {
    return rows(List.of(kind), others, List.of());
  }

  private RowSet rows(List<String> kinds, List<String> needed, List<String> without) {
    List<RowSet.Part> parts = new ArrayList<>();
    Path root = Locations.path(folder);
    StringBuilder id = new StringBuilder(folder + " " + kinds + " " + needed + " " + without);
    for (Shard shard : shards) {
      String turns = Locations.name(root.resolve(file("turns", shard.number(), "jsonl")));
      RowSet.Turns taken = new RowSet.Turns(turns, shard.turns(), needed, without);
      long count =
          shard.have().entrySet().stream()
              .filter(entry -> taken.take(List.of(entry.getKey().split("\\+"))))
              .mapToLong(Map.Entry::getValue)
              .sum();
      if (count > 0) {
        List<RowSet.Column> columns = new ArrayList<>();
        for (String kind : kinds) {
          Rowed file = shard.files().get(kind);
          if (file == null) {
            throw new InputException(
                root + " has no file of " + kind + " rows for shard " + shard.number());
          }
          String name = Locations.name(root.resolve(file(kind, shard.number(), "npy")));
          columns.add(
              new RowSet.Column(
                  kind,
                  NpyFile.written(name, file.rows(), file.dimension()),
                  Optional.of(file.sha256())));
          id.append(' ').append(file.sha256());
        }
        parts.add(new RowSet.Part(count, columns, Optional.of(taken)));
      }
    }
    String hash = Integer.toHexString(id.toString().hashCode());
    return new RowSet(
        folder + " " + kinds + " " + hash,
        Math.max(1, dimension) * kinds.size(),
        Rows.Type.F16,
        parts);
  }
}
