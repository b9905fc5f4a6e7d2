package io.seir.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.dialogue.JsonCoder;
import io.seir.kernels.KernelSelector;
import io.seir.kernels.Kernels;
import io.seir.kernels.Ranks;
import io.seir.kernels.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the own picture of every text stands among all pictures, and the other way round: {@code
 * ranks.jsonl} (1 is first; only what scores higher stands before it, so of equals each is first)
 * and {@code ranks.json} (recall at 1, 5 and 10, median rank).
 */
public final class RetrievalRanks {
  /** Its summary. */
  public static final String SUMMARY = "ranks.json";

  private static final int[] AT = {1, 5, 10};

  /** Whose a pair is, and which. */
  record Name(String system, String id) {}

  private final List<Name> ids = new ArrayList<>();
  private final List<float[]> texts = new ArrayList<>();
  private final List<float[]> images = new ArrayList<>();

  void add(Name id, float[] text, float[] image) {
    ids.add(id);
    texts.add(text);
    images.add(image);
  }

  void write(Path folder, KernelSelector.Choice choice) throws IOException {
    if (ids.isEmpty()) {
      return;
    }
    int dimension = texts.get(0).length;
    try (Kernels kernels = KernelSelector.select(choice).kernels()) {
      Ranks ranks = kernels.rankOfOwn(rows(dimension, texts), rows(dimension, images));
      write(folder, ids, ranks);
    }
  }

  private static Rows rows(int dimension, List<float[]> rows) {
    float[] all = new float[Math.multiplyExact(dimension, rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * dimension, dimension);
    }
    return Rows.of(dimension, all);
  }

  /** Writes ranks that are known. */
  static void write(Path folder, List<Name> ids, Ranks ranks) throws IOException {
    List<String> lines = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      ObjectNode line = JsonCoder.mapper().createObjectNode();
      line.put("id", ids.get(i).id());
      line.put("model", ids.get(i).system());
      line.put("imageRank", ranks.ofImage()[i] + 1);
      line.put("textRank", ranks.ofText()[i] + 1);
      lines.add(line.toString());
    }
    AtomicFile.write(folder.resolve("ranks.jsonl"), lines);
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
