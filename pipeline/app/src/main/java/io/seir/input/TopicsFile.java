package io.seir.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.sample.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Topics in each form of a topics file: a JSON hierarchy {@code {domain: {category: [topic…]}}}, a
 * flat JSON array, or one topic a line. Duplicates count once. Empty topics of a JSON file and
 * overlong ones are kept: they become bad records when drawn, not silence.
 */
public final class TopicsFile {
  private static final String SHIPPED = "/io/seir/topics/topics.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TopicsFile() {}

  /** The topics that ship with this project. */
  public static List<Topic> shipped() {
    return parse(InputFile.resource(SHIPPED), "the shipped topics");
  }

  /** The topics of a user's file; throws {@link InputException} if it has none or is malformed. */
  public static List<Topic> read(Path file) {
    return parse(InputFile.read(file, "topics"), "topics file " + file);
  }

  private static List<Topic> parse(String text, String source) {
    Set<Topic> topics = new LinkedHashSet<>();
    String start = text.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      JsonNode json = json(text, source);
      if (json.isArray()) {
        json.forEach(topic -> topics.add(Topic.of(text(topic, source))));
      } else {
        json.fields().forEachRemaining(d -> domain(d.getKey(), d.getValue(), source, topics));
      }
    } else {
      text.lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> topics.add(Topic.of(line.strip())));
    }
    if (topics.isEmpty()) {
      throw new InputException(source + " holds no topic");
    }
    return new ArrayList<>(topics);
  }

  static JsonNode json(String text, String source) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new InputException(source + " is malformed JSON" + at + ": " + e.getOriginalMessage());
    }
  }

  private static void domain(String domain, JsonNode categories, String source, Set<Topic> topics) {
    if (!categories.isObject()) {
      throw new InputException(
          source + ": domain '" + domain + "' must hold {category: [topic, …]}");
    }
    categories
        .fields()
        .forEachRemaining(
            c -> {
              if (!c.getValue().isArray()) {
                throw new InputException(
                    source + ": category '" + c.getKey() + "' must hold a list of topics");
              }
              c.getValue().forEach(t -> topics.add(Topic.of(domain, c.getKey(), text(t, source))));
            });
  }

  private static String text(JsonNode topic, String source) {
    if (!topic.isTextual()) {
      throw new InputException(source + ": a topic must be a text, not " + topic);
    }
    return topic.textValue().strip();
  }
}
