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
import java.util.List;
import java.util.function.Function;

/**
 * Topics in any form of a topics file: a JSON hierarchy {@code {domain: {category: [topic…]}}}, a
 * flat JSON array, or one topic per line. Duplicates count once. Empty topics in a JSON file and
 * overlong ones are kept: they become bad records when drawn, rather than disappearing. A topic
 * that is not text is faulty.
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
    return parse(InputFile.resource(SHIPPED), "the shipped topics").all();
  }

  /** The topics in a user's file; throws {@link InputException} if it has none of these forms. */
  public static EntryList<Topic> read(Path file) {
    return parse(InputFile.read(file, "topics"), "topics file " + file);
  }

  private static EntryList<Topic> parse(String text, String source) {
    EntryList.Reader<Topic> topics = new EntryList.Reader<>(source, "topic");
    String start = text.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      JsonNode json = json(text, source);
      if (json.isArray()) {
        addAll(json, "", Topic::of, topics);
      } else {
        json.fields().forEachRemaining(d -> domain(d.getKey(), d.getValue(), source, topics));
      }
    } else {
      text.lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> topics.add(Topic.of(line.strip())));
    }
    return topics.list();
  }

  static JsonNode json(String text, String source) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String at = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
      throw new InputException(source + " is malformed JSON" + at + ": " + e.getOriginalMessage());
    }
  }

  private static void domain(
      String domain, JsonNode categories, String source, EntryList.Reader<Topic> topics) {
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
              addAll(
                  c.getValue(),
                  "domain '" + domain + "', category '" + c.getKey() + "', ",
                  text -> Topic.of(domain, c.getKey(), text),
                  topics);
            });
  }

  private static void addAll(
      JsonNode list, String within, Function<String, Topic> topic, EntryList.Reader<Topic> topics) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).isTextual()) {
        topics.add(topic.apply(list.get(i).textValue().strip()));
      } else {
        topics.fault(
            within + "entry " + (i + 1),
            list.get(i).toString(),
            "is not text",
            "put the topic in quotes");
      }
    }
  }
}
