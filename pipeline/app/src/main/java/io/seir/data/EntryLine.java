package io.seir.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.dialogue.Entry;
import io.seir.dialogue.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A line of image-text data in one of the forms that are about:
 *
 * <ul>
 *   <li>an answer: {@code {"id", "question", "answer", "image"}}; answer and image may be missing,
 *       empty or null
 *   <li>a dialogue (InterSyn's form and this project's): {@code {"id", "conversations": [{"from":
 *       "human", "value"}, {"from": "gpt", "value", "caption", "image"}…]}}
 *   <li>a pair: {@code {"text" or "caption", "image"}}
 * </ul>
 *
 * Other keys stay as they are.
 */
public final class EntryLine {
  private static final int MAX_TEXT = 100_000;
  private static final int MOST_TURNS = 100;
  private static final Set<String> ASKING = Set.of("human", "user");
  private static final Set<String> ANSWERING = Set.of("gpt", "assistant", "model");
  private static final ObjectMapper JSON = mapper();

  private EntryLine() {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build());
    return mapper;
  }

  /**
   * The entry on a line.
   *
   * @param place 0-based in its file; names an entry without an id
   * @param otherwise whose answer it is, if the line does not say so under {@code model}
   * @param folder of the file
   * @throws IllegalArgumentException what is wrong with the line
   */
  public static Entry parse(String line, long index, long place, String otherwise, String folder) {
    ObjectNode object = object(line);
    String id = object.hasNonNull("id") ? object.path("id").asText() : "line-" + (place + 1);
    String system = object.path("model").asText("");
    return new Entry(
        id,
        index,
        system.isBlank() ? otherwise : system,
        text(object, "topic"),
        turns(object),
        folder,
        line);
  }

  /** The object on a line, to be added to and written again. */
  public static ObjectNode object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  private static List<Exchange> turns(ObjectNode object) {
    if (object.path("conversations").isArray()) {
      return dialogue(object.path("conversations"));
    }
    if (object.has("question") || object.has("answer")) {
      return List.of(
          new Exchange(
              text(object, "question"),
              text(object, "answer"),
              text(object, "caption"),
              image(object)));
    }
    if (object.has("image") && (object.has("text") || object.has("caption"))) {
      boolean both = object.has("text");
      return List.of(
          new Exchange(
              "",
              text(object, both ? "text" : "caption"),
              both ? text(object, "caption") : "",
              image(object)));
    }
    throw new IllegalArgumentException(
        "neither an answer (question, answer, image) nor a dialogue (conversations) nor a pair"
            + " (text or caption, image)");
  }

  /** A question without an answer is answered by nothing. */
  private static List<Exchange> dialogue(JsonNode conversations) {
    List<Exchange> turns = new ArrayList<>();
    String question = "";
    boolean open = false;
    for (JsonNode said : conversations) {
      String from = said.path("from").asText();
      if (ASKING.contains(from)) {
        if (open) {
          turns.add(new Exchange(question, "", "", ""));
        }
        question = text(said, "value");
        open = true;
      } else if (ANSWERING.contains(from)) {
        turns.add(new Exchange(question, text(said, "value"), text(said, "caption"), image(said)));
        question = "";
        open = false;
      } else {
        throw new IllegalArgumentException("in conversations, from is '" + from + "'");
      }
    }
    if (open) {
      turns.add(new Exchange(question, "", "", ""));
    }
    if (turns.isEmpty() || turns.size() > MOST_TURNS) {
      throw new IllegalArgumentException(turns.size() + " answers in conversations");
    }
    return turns;
  }

  private static String text(JsonNode object, String key) {
    JsonNode value = object.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + key + "' is no text");
    }
    if (value.textValue().length() > MAX_TEXT) {
      throw new IllegalArgumentException("'" + key + "' is over " + MAX_TEXT + " characters");
    }
    return value.textValue();
  }

  /** A name, or the only one of a list. */
  private static String image(JsonNode object) {
    JsonNode value = object.path("image");
    if (!value.isArray()) {
      return text(object, "image");
    }
    if (value.size() > 1 || (value.size() == 1 && !value.get(0).isTextual())) {
      throw new IllegalArgumentException("'image' is not the name of one picture");
    }
    return value.isEmpty() ? "" : value.get(0).textValue();
  }

  /** A sample of a container that is no entry: it is kept, and says why. */
  static Entry fault(String id, long index, String system, String why) {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", id).put("fault", why);
    Exchange nothing = new Exchange("", "", "", "");
    return new Entry(id, index, system, "", List.of(nothing), "", line.toString());
  }
}
