package io.seir.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.judge.JudgeDimension;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Items with what is known of them, joined by {@code model} and {@code id} from several JSONL
 * files: {@code features} (of {@code score}), {@code synjudge} (of {@code judge}), and the scores
 * of people under {@code human}: one object {@code {"TCC": n, …}} or list {@code [TCC, ICC, IQ,
 * ITS]}, or a list of these, one a rater. Of a dialogue every turn is an item.
 */
public final class RatedItems {
  /** What is known of an item; what is not is empty. */
  public record Item(
      String id,
      Map<String, Double> features,
      Map<JudgeDimension, Double> judged,
      Map<JudgeDimension, double[]> human) {}

  private RatedItems() {}

  /** All items, in the order of their names. */
  public static List<Item> read(List<Path> files) {
    SortedMap<String, ObjectNode> joined = new TreeMap<>();
    for (Path file : files) {
      try {
        for (Path part : parts(file)) {
          read(part, joined);
        }
      } catch (IOException e) {
        throw new InputException("--items " + file + " cannot be read: " + e.getMessage());
      }
    }
    List<Item> items = new ArrayList<>();
    joined.forEach((name, known) -> items.add(item(name, known)));
    return items;
  }

  private static List<Path> parts(Path file) throws IOException {
    if (!Files.isDirectory(file)) {
      if (!Files.exists(file)) {
        throw new InputException("--items " + file + " does not exist");
      }
      return List.of(file);
    }
    List<Path> parts = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(file, "{features,judged}-*.jsonl")) {
      found.forEach(parts::add);
    }
    parts.sort(null);
    return parts;
  }

  private static void read(Path file, SortedMap<String, ObjectNode> joined) throws IOException {
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String text;
      while ((text = lines.readLine()) != null) {
        number++;
        if (text.isBlank()) {
          continue;
        }
        try {
          add(EntryLine.object(text), joined);
        } catch (IllegalArgumentException e) {
          throw new InputException(file + " line " + number + ": " + e.getMessage());
        }
      }
    }
  }

  private static void add(ObjectNode line, SortedMap<String, ObjectNode> joined) {
    if (!line.has("id")) {
      throw new IllegalArgumentException("no id");
    }
    String id = line.path("id").asText();
    for (String key : List.of("features", "synjudge", "human")) {
      JsonNode value = line.path(key);
      boolean turns = line.path("conversations").isArray() && value.isArray();
      for (int t = 0; t < (turns ? value.size() : 1); t++) {
        JsonNode one = turns ? value.get(t) : value;
        if (!one.isMissingNode()) {
          joined.computeIfAbsent(turns ? id + "/" + t : id, n -> line.objectNode()).set(key, one);
        }
      }
    }
  }

  private static Item item(String id, ObjectNode known) {
    Map<String, Double> features = new TreeMap<>();
    known
        .path("features")
        .fields()
        .forEachRemaining(f -> features.put(f.getKey(), f.getValue().doubleValue()));
    Map<JudgeDimension, Double> judged = new EnumMap<>(JudgeDimension.class);
    Map<JudgeDimension, double[]> human = new EnumMap<>(JudgeDimension.class);
    JsonNode ratings = known.path("human");
    boolean many = ratings.isArray() && !ratings.isEmpty() && !ratings.get(0).isNumber();
    for (JudgeDimension dimension : JudgeDimension.values()) {
      if (known.path("synjudge").has(dimension.name())) {
        judged.put(dimension, known.path("synjudge").path(dimension.name()).doubleValue());
      }
      List<Double> scores = new ArrayList<>();
      for (JsonNode rating : many ? ratings : List.of(ratings)) {
        JsonNode score =
            rating.isArray() ? rating.path(dimension.ordinal()) : rating.path(dimension.name());
        if (score.isNumber()) {
          scores.add(checked(id, dimension, score.doubleValue()));
        }
      }
      if (!scores.isEmpty()) {
        human.put(dimension, scores.stream().mapToDouble(s -> s).toArray());
      }
    }
    return new Item(id, features, judged, human);
  }

  private static double checked(String id, JudgeDimension dimension, double score) {
    if (!(score >= 0 && score <= 5)) {
      throw new InputException(
          "--items: the human " + dimension + " of '" + id + "' is " + score + ", not 0 to 5");
    }
    return score;
  }
}
