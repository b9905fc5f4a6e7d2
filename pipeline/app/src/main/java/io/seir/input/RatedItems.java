package io.seir.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.InputException;
import io.seir.data.SampleLine;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Items with everything known about them, joined by {@code model} and {@code id} from several JSONL
 * files: {@code features} (of {@code score}), {@code synjudge} (of {@code judge}), and human scores
 * under {@code human}: one object {@code {"TCC": n, …}} or list {@code [TCC, ICC, IQ, ITS]}, or a
 * list of these, one per rater. Every turn of a dialogue is an item, {@code id/turn} from 0.
 */
public final class RatedItems {
  private static final String DOMAIN = "domain";

  /** What an item can be known by. */
  static final List<String> KEYS = List.of("features", "synjudge", "human");

  private static final Pattern TURN = Pattern.compile("(.+)/(\\d+)");

  /**
   * What is known about an item; unknown parts are empty.
   *
   * @param system whose answer it is
   * @param domain of its topic
   * @param group shared by all turns and answers with the same id, because they are not independent
   */
  public record Item(
      String id,
      Optional<String> system,
      Optional<String> domain,
      int group,
      Map<String, Double> features,
      Map<JudgeDimension, Double> judged,
      Map<JudgeDimension, double[]> human) {}

  private RatedItems() {}

  /**
   * All items, in the order of their names. A line without {@code model} applies to the answers of
   * every system with that id.
   */
  public static List<Item> read(List<Path> files) {
    return items(joined(files));
  }

  /**
   * The same, but throws an {@link InputException} if such a line could refer to answers of several
   * systems, because one score cannot be of two answers.
   */
  public static List<Item> readOfOneSystemEach(List<Path> files) {
    SortedMap<String, ObjectNode> joined = joined(files);
    new SharedScores(joined).refuse();
    return items(joined);
  }

  private static SortedMap<String, ObjectNode> joined(List<Path> files) {
    SortedMap<String, ObjectNode> joined = new TreeMap<>();
    for (Path file : files) {
      try {
        for (Path part : parts(file)) {
          read(part, joined);
        }
      } catch (IOException e) {
        throw InputException.unreadable(file.toString(), e);
      }
    }
    joinTurns(joined);
    return joined;
  }

  private static List<Item> items(SortedMap<String, ObjectNode> joined) {
    Set<String> withSystem = new HashSet<>();
    joined.keySet().stream()
        .filter(n -> n.indexOf('\n') > 0)
        .map(RatedItems::rest)
        .forEach(withSystem::add);
    List<Item> items = new ArrayList<>();
    joined.forEach(
        (name, known) -> {
          boolean ofAll = name.startsWith("\n");
          if (ofAll && withSystem.contains(rest(name))) {
            return; // said of the answers of every system
          }
          ObjectNode shared = ofAll ? null : joined.get("\n" + rest(name));
          if (shared != null) {
            shared.fields().forEachRemaining(f -> known.putIfAbsent(f.getKey(), f.getValue()));
          }
          items.add(item(name, known));
        });
    return items;
  }

  /** The name of an item without its system. */
  static String rest(String name) {
    return name.substring(name.indexOf('\n') + 1);
  }

  /**
   * A turn may be called {@code id/turn}, as in {@code ranks.jsonl}, and the only turn of a
   * dialogue by its id alone.
   */
  private static void joinTurns(SortedMap<String, ObjectNode> joined) {
    Set<String> turns = new HashSet<>();
    joined.keySet().stream()
        .map(RatedItems::rest)
        .filter(n -> n.contains("\t"))
        .forEach(turns::add);
    for (String name : List.copyOf(joined.keySet())) {
      String rest = rest(name);
      Matcher turn = TURN.matcher(rest);
      String other = turn.matches() ? turn.group(1) + "\t" + turn.group(2) : rest + "\t0";
      boolean only = turn.matches() || !turns.contains(rest + "\t1");
      if (!rest.contains("\t") && turns.contains(other) && only) {
        ObjectNode known = Objects.requireNonNull(joined.remove(name));
        String full = name.substring(0, name.length() - rest.length()) + other;
        known
            .fields()
            .forEachRemaining(
                f ->
                    joined
                        .computeIfAbsent(full, n -> known.objectNode())
                        .putIfAbsent(f.getKey(), f.getValue()));
      }
    }
  }

  private static List<Path> parts(Path file) throws IOException {
    if (!Files.isDirectory(file)) {
      if (!Files.exists(file)) {
        throw new InputException(file + " does not exist");
      }
      return List.of(file);
    }
    List<Path> parts = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(file, "{features,judged,dialogues,answers}-*.jsonl")) {
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
        if (number == 1 && text.startsWith("\uFEFF")) {
          text = text.substring(1);
        }
        if (text.isBlank()) {
          continue;
        }
        try {
          add(SampleLine.object(text), joined);
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
    String id = line.path("model").asText("") + "\n" + line.path("id").asText();
    if (!line.path("fault").asText("").isEmpty()) {
      return; // features of what could not be read say nothing
    }
    for (String key : KEYS) {
      JsonNode value = line.path(key);
      boolean dialogue = line.path("conversations").isArray() || line.path("messages").isArray();
      boolean turns = dialogue && value.isArray();
      for (int t = 0; t < (turns ? value.size() : 1); t++) {
        JsonNode one = turns ? value.get(t) : value;
        if (!one.isMissingNode()) {
          ObjectNode known =
              joined.computeIfAbsent(turns ? id + "\t" + t : id, n -> line.objectNode());
          if (known.has(key) && !known.path(key).equals(one)) {
            throw new IllegalArgumentException(
                "the id '"
                    + line.path("id").asText()
                    + "' has two different values of '"
                    + key
                    + "'");
          }
          known.set(key, one);
          if (line.path(DOMAIN).isTextual()) {
            known.set(DOMAIN, line.path(DOMAIN));
          }
        }
      }
    }
  }

  private static Item item(String id, ObjectNode known) {
    Map<String, Double> features = new TreeMap<>();
    known
        .path("features")
        .fields()
        .forEachRemaining(
            f -> {
              if (!f.getValue().isNumber()) {
                throw new InputException(
                    "the feature " + f.getKey() + " of '" + shown(id) + "' is not a number");
              }
              features.put(f.getKey(), f.getValue().doubleValue());
            });
    Map<JudgeDimension, Double> judged = new EnumMap<>(JudgeDimension.class);
    Map<JudgeDimension, double[]> human = new EnumMap<>(JudgeDimension.class);
    JsonNode ratings = known.path("human");
    boolean many = ratings.isArray() && !ratings.isEmpty() && !ratings.get(0).isNumber();
    for (JudgeDimension dimension : JudgeDimension.values()) {
      JsonNode own = of(known.path("synjudge"), dimension);
      if (own.isNumber()) {
        judged.put(dimension, checked("synjudge", id, dimension, own.doubleValue()));
      }
      List<Double> scores = new ArrayList<>();
      for (JsonNode rating : many ? ratings : List.of(ratings)) {
        checkForm(rating, id);
        JsonNode score =
            rating.isArray() ? rating.path(dimension.ordinal()) : of(rating, dimension);
        if (score.isNumber()) {
          scores.add(checked("human", id, dimension, score.doubleValue()));
        }
      }
      if (!scores.isEmpty()) {
        human.put(dimension, scores.stream().mapToDouble(s -> s).toArray());
      }
    }
    int tab = id.indexOf('\t');
    String named = id.substring(id.indexOf('\n') + 1, tab < 0 ? id.length() : tab);
    int group = (int) (Seeds.derive(0, named) >>> 33);
    return new Item(
        shown(id),
        Optional.of(id.substring(0, id.indexOf('\n'))).filter(name -> !name.isEmpty()),
        Optional.of(known.path(DOMAIN).asText("")).filter(name -> !name.isEmpty()),
        group,
        features,
        judged,
        human);
  }

  /** The score on a scale, under its letters or any of its published names. */
  private static JsonNode of(JsonNode rating, JudgeDimension dimension) {
    for (Map.Entry<String, JsonNode> score : rating.properties()) {
      if (JudgeDimension.of(score.getKey()).equals(Optional.of(dimension))) {
        return score.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  /** Human scores are typed by people, so malformed ones are reported, not skipped. */
  private static void checkForm(JsonNode rating, String id) {
    int scales = JudgeDimension.values().length;
    boolean list = rating.isArray() && rating.size() == scales;
    boolean object = rating.isObject();
    for (Iterator<String> names = rating.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      object &= JudgeDimension.of(name).isPresent();
    }
    for (JsonNode score : rating) {
      list &= score.isNumber() || score.isNull();
      object &= score.isNumber() || score.isNull();
    }
    if (!rating.isMissingNode() && !rating.isNull() && !list && !object) {
      throw new InputException(
          "the human scores of '"
              + shown(id)
              + "' are "
              + rating
              + ", not {\"TCC\": n, \"ICC\": n, \"IQ\": n, \"ITS\": n} or a list of four");
    }
  }

  /** An item's name for people: its system, its id, its turn. */
  static String shown(String name) {
    return name.strip().replace('\n', ' ').replace('\t', '/');
  }

  private static double checked(String what, String id, JudgeDimension dimension, double score) {
    if (!(score >= 0 && score <= 5)) {
      throw new InputException(
          "the " + what + " " + dimension + " of '" + shown(id) + "' is " + score + ", not 0 to 5");
    }
    return score;
  }
}
