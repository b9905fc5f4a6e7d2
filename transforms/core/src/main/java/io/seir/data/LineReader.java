package io.seir.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.Feature;
import io.seir.sample.Features;
import io.seir.sample.ImageRef;
import io.seir.sample.JsonCoder;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.Seeds;
import io.seir.sample.StageUsage;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a line's object as a sample, and removes from it what will be written again. */
final class LineReader {
  private static final List<String> ID = List.of("id", "__key__", "sample_id", "key");
  private static final List<String> PAIR_TEXT = List.of("text", "txt");

  /** The suffix that a writer adds to the name of a stage that was run again. */
  private static final Pattern AGAIN = Pattern.compile("#\\d+$");

  private static final List<String> KNOWN = List.of("features", "synjudge", "fault");

  private final ObjectNode line;
  private final Map<String, JsonNode> keys = new TreeMap<>();

  LineReader(ObjectNode line) {
    this.line = line;
    line.fields()
        .forEachRemaining(f -> keys.putIfAbsent(f.getKey().toLowerCase(Locale.ROOT), f.getValue()));
  }

  Sample sample(SampleLine.Place place) {
    String id = id().orElse("line-" + (place.place() + 1));
    String model = key("model").asText("");
    String system = model.isBlank() || key("model").isNull() ? place.system() : model;
    Sample sample =
        Sample.of(id).withIndex(place.index()).withSeed(seed(system, id)).withTurns(turns());
    sample = system.isBlank() ? sample : sample.withSystem(system);
    Optional<Topic> topic = topic();
    sample = topic.isPresent() ? sample.withTopic(topic.get()) : sample;
    sample = sample.withTemplates(templates()).withTurns(annotated(sample.turns()));
    return usage(sample).withSource(new Sample.Source(place.folder(), line.toString()));
  }

  Optional<String> id() {
    return ID.stream()
        .map(this::key)
        .filter(value -> value.isValueNode() && !value.isNull())
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private long seed(String system, String id) {
    return key("seed").isIntegralNumber() ? key("seed").longValue() : Seeds.derive(0, system, id);
  }

  private Optional<Topic> topic() {
    return LineTurns.text(key("topic"), "topic")
        .map(text -> Topic.of(key("domain").asText(""), key("category").asText(""), text));
  }

  private List<String> templates() {
    List<String> templates = new ArrayList<>();
    key("templates").forEach(template -> templates.add(template.asText()));
    return templates;
  }

  private List<Turn> turns() {
    List<ImageRef> images = LineTurns.images(this::key);
    for (String dialogue : List.of("conversations", "messages")) {
      if (key(dialogue).isArray()) {
        return new LineTurns(images).dialogue(key(dialogue));
      }
    }
    if (images.size() > 1) {
      throw new IllegalArgumentException("'image' names " + images.size() + " pictures, not one");
    }
    Turn turn = images.isEmpty() ? Turn.EMPTY : Turn.EMPTY.withImage(images.get(0));
    if (keys.containsKey("question") || keys.containsKey("answer")) {
      return List.of(put(turn, text("question"), text("answer"), text("caption")));
    }
    Optional<String> caption = text("caption");
    Optional<String> words =
        PAIR_TEXT.stream().map(this::text).flatMap(Optional::stream).findFirst();
    boolean pair = PAIR_TEXT.stream().anyMatch(keys::containsKey) || keys.containsKey("caption");
    if (!pair && images.isEmpty() && KNOWN.stream().anyMatch(keys::containsKey)) {
      return List.of(Turn.EMPTY); // what is known of something that is told elsewhere
    }
    if (!pair && images.isEmpty()) {
      throw new IllegalArgumentException(
          "it is neither an answer (question, answer, image) nor a dialogue (conversations or"
              + " messages) nor a pair (text or caption, image)");
    }
    // Only one of both, or the same twice, is the text of the pair.
    boolean both = words.isPresent() && caption.isPresent() && !words.equals(caption);
    return List.of(
        put(turn, Optional.empty(), words.or(() -> caption), both ? caption : Optional.empty()));
  }

  private static Turn put(
      Turn turn, Optional<String> question, Optional<String> answer, Optional<String> caption) {
    return new Turn(
        question,
        answer,
        caption,
        turn.image(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private Optional<String> text(String name) {
    return LineTurns.text(key(name), name);
  }

  private JsonNode key(String name) {
    return keys.getOrDefault(name, MissingNode.getInstance());
  }

  /**
   * Reads what is known about the turns, if it has the form that this project writes; keys of a
   * different form stay in the line.
   */
  private List<Turn> annotated(List<Turn> turns) {
    List<Turn> known = new ArrayList<>(turns);
    List<JsonNode> judged = perTurn("synjudge", known.size());
    boolean labelled = !judged.isEmpty() && known.size() == 1 && key("labels").isArray();
    List<JsonNode> scores = perTurn(labelled ? "labels" : "scores", known.size());
    List<JsonNode> features = perTurn("features", known.size());
    List<JsonNode> lineage = perTurn("lineage", known.size());
    for (int t = 0; t < known.size(); t++) {
      Optional<Verdict> verdict = verdict(of(judged, t), of(scores, t));
      Turn turn = verdict.isPresent() ? known.get(t).withVerdict(verdict.get()) : known.get(t);
      if (areFeatures(of(features, t)) && !of(features, t).isEmpty()) {
        turn = turn.withFeatures(Features.parse(of(features, t)));
      }
      turn = turn.plusFlags(flags(t, known.size()));
      known.set(t, lineage(turn, of(lineage, t)));
    }
    String fault = key("fault").asText("");
    if (known.size() == 1 && !fault.isEmpty()) {
      known.set(0, known.get(0).withFault(fault));
      line.remove("fault");
    }
    if (features.stream().allMatch(LineReader::areFeatures)) {
      line.remove("features");
    }
    if (known.stream().anyMatch(turn -> !turn.lineage().isEmpty())) {
      line.remove("lineage");
    }
    if (known.stream().anyMatch(turn -> !turn.flags().isEmpty())) {
      line.remove("flags");
    }
    if (known.stream().anyMatch(turn -> turn.verdict().isPresent())) {
      line.remove("synjudge");
      line.remove("labels"); // they say the same, or are those of an earlier judge
      if (!labelled && !scores.isEmpty()) {
        line.remove("scores");
      }
    }
    return known;
  }

  /** A list of labels per turn of a dialogue, or a single list; other forms are ignored. */
  private List<String> flags(int turn, int turns) {
    JsonNode all = key("flags");
    boolean perTurn = all.size() == turns && all.path(0).isArray();
    JsonNode own = perTurn ? all.path(turn) : turns == 1 ? all : MissingNode.getInstance();
    List<String> labels = new ArrayList<>();
    for (JsonNode label : own) {
      if (!label.isTextual()) {
        return List.of();
      }
      labels.add(label.textValue());
    }
    return labels;
  }

  private static boolean areFeatures(JsonNode object) {
    for (String name : (Iterable<String>) object::fieldNames) {
      if (Feature.of(name).isEmpty()) {
        return false;
      }
    }
    return object.isObject();
  }

  private static JsonNode of(List<JsonNode> values, int turn) {
    return turn < values.size() ? values.get(turn) : MissingNode.getInstance();
  }

  /** One value per turn, or none at all. */
  private List<JsonNode> perTurn(String name, int turns) {
    JsonNode value = key(name).isArray() && name.equals("labels") ? labels() : key(name);
    if (value.isArray() && value.size() == turns) {
      List<JsonNode> values = new ArrayList<>();
      value.forEach(values::add);
      return values;
    }
    return value.isObject() && turns == 1 ? List.of(value) : List.of();
  }

  /** The list of an answer's whole scores, by scale. */
  private ObjectNode labels() {
    ObjectNode labels = line.objectNode();
    JudgeDimension[] dimensions = JudgeDimension.values();
    for (int i = 0; i < dimensions.length; i++) {
      labels.set(dimensions[i].name(), key("labels").path(i));
    }
    return labels;
  }

  private static Optional<Verdict> verdict(JsonNode judged, JsonNode scores) {
    JsonNode said = judged.isObject() ? judged : scores;
    if (said.has("unscored")) {
      return Optional.of(new Verdict.Unscored(said.path("unscored").asText()));
    }
    Map<JudgeDimension, Double> expected = new EnumMap<>(JudgeDimension.class);
    Map<JudgeDimension, Integer> whole = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      JsonNode score = said.path(dimension.name());
      if (!score.isNumber()
          || !(score.doubleValue() >= Verdict.LOWEST && score.doubleValue() <= Verdict.HIGHEST)) {
        return Optional.empty();
      }
      expected.put(dimension, score.doubleValue());
      whole.put(
          dimension, scores.path(dimension.name()).asInt((int) Math.round(score.doubleValue())));
    }
    JsonNode question = said.path(Verdict.QUESTION);
    return Optional.of(
        new Verdict.Scored(
            whole,
            expected,
            said.path("by").asText("model"),
            question.isNumber()
                ? OptionalDouble.of(question.doubleValue())
                : OptionalDouble.empty()));
  }

  private static Turn lineage(Turn turn, JsonNode stages) {
    List<Refinement> made = new ArrayList<>();
    for (Map.Entry<String, JsonNode> stage :
        (Iterable<Map.Entry<String, JsonNode>>) stages::fields) {
      if (stage.getValue() instanceof ObjectNode rounds) {
        try {
          made.add(
              JsonCoder.mapper()
                  .treeToValue(
                      rounds
                          .deepCopy()
                          .put("stage", AGAIN.matcher(stage.getKey()).replaceFirst("")),
                      Refinement.class));
        } catch (JsonProcessingException e) {
          return turn; // somebody else's lineage
        }
      }
    }
    return turn.withLineage(made);
  }

  private Sample usage(Sample sample) {
    Sample with = sample;
    for (Map.Entry<String, JsonNode> stage :
        (Iterable<Map.Entry<String, JsonNode>>) key("usage")::fields) {
      try {
        with =
            with.plusUsage(
                stage.getKey(), JsonCoder.mapper().treeToValue(stage.getValue(), StageUsage.class));
      } catch (JsonProcessingException e) {
        return sample; // somebody else's usage
      }
    }
    if (!with.usage().isEmpty()) {
      line.remove("usage");
    }
    return with;
  }
}
