package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.features.TurnRows;
import io.seir.kernels.Kernels;
import io.seir.kernels.Ranks;
import io.seir.kernels.Rows;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Where the own picture of every text stands among all pictures, and the other way round: {@code
 * ranks.jsonl} (1 is first; only what scores higher stands before it, so equal ones share a rank)
 * and {@code ranks.json} (recall at 1, 5 and 10, median rank).
 */
public final class RetrievalRanks {
  /** Its summary. */
  public static final String SUMMARY = "ranks.json";

  /** One line per pair. */
  public static final String LINES = "ranks.jsonl";

  private static final int[] AT = {1, 5, 10};

  private RetrievalRanks() {}

  /** Ranks pairs of rows, and writes what comes of them; nothing if there are none. */
  static void write(Path folder, List<TurnRows> pairs, Kernels kernels) throws IOException {
    if (!pairs.isEmpty()) {
      Ranks ranks = kernels.rankOfOwn(rows(pairs, TurnRows::text), rows(pairs, TurnRows::image));
      write(
          folder,
          pairs.stream().map(TurnRows::system).toList(),
          pairs.stream().map(TurnRows::name).toList(),
          ranks);
    }
  }

  private static Rows rows(List<TurnRows> pairs, Function<TurnRows, float[]> row) {
    int dimension = row.apply(pairs.get(0)).length;
    float[] all = new float[Math.multiplyExact(dimension, pairs.size())];
    for (int i = 0; i < pairs.size(); i++) {
      System.arraycopy(row.apply(pairs.get(i)), 0, all, i * dimension, dimension);
    }
    return Rows.of(dimension, all);
  }

  /** Writes ranks that are known. */
  static void write(Path folder, List<String> systems, List<String> ids, Ranks ranks)
      throws IOException {
    List<String> lines = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      ObjectNode line = JsonCoder.mapper().createObjectNode();
      line.put("id", ids.get(i));
      if (!systems.isEmpty() && !systems.get(i).isEmpty()) {
        line.put("model", systems.get(i));
      }
      line.put("imageRank", ranks.ofImage()[i] + 1);
      line.put("textRank", ranks.ofText()[i] + 1);
      lines.add(line.toString());
    }
    AtomicFile.write(folder.resolve(LINES), lines);
    ObjectNode summary = JsonCoder.mapper().createObjectNode();
    summary.put("pairs", ids.size());
    put(summary.putObject("textToImage"), ranks.ofImage());
    put(summary.putObject("imageToText"), ranks.ofText());
    AtomicFile.write(
        folder.resolve(SUMMARY), summary.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ObjectNode node, int[] ranks) {
    for (int at : AT) {
      node.put("R@" + at, Arrays.stream(ranks).filter(r -> r < at).count() / (double) ranks.length);
    }
    int[] sorted = ranks.clone();
    Arrays.sort(sorted);
    node.put("medianRank", sorted[sorted.length / 2] + 1);
  }
}
