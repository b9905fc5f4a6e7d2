package io.seir.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.sample.ImageRef;
import io.seir.sample.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the turns of a dialogue: InterSyn's {@code conversations}, LLaVA's, and {@code messages} of
 * roles, whose contents are texts with {@code <image>} or lists of parts. A picture belongs to its
 * turn, whichever side shows it.
 */
final class LineTurns {
  private static final int MAX_TEXT = 100_000;
  private static final int MAX_TURNS = 100;
  private static final String PLACEHOLDER = "<image>";
  private static final Set<String> ASKING = Set.of("human", "user");
  private static final Set<String> ANSWERING = Set.of("gpt", "assistant", "model");
  private static final Set<String> FRAMING = Set.of("system");

  /** Keys under which a line names its picture; the first one with a value counts. */
  private static final List<String> IMAGE =
      List.of(
          "image", "images", "jpg", "jpeg", "png", "webp", "gif", "image_path", "file_name", "url");

  private final List<ImageRef> images;
  private final List<Turn> turns = new ArrayList<>();
  private Turn open = Turn.EMPTY;
  private int used;

  /**
   * @param images pictures of the whole line, in the order of the placeholders
   */
  LineTurns(List<ImageRef> images) {
    this.images = images;
  }

  List<Turn> dialogue(JsonNode messages) {
    for (JsonNode message : messages) {
      String from = message.path("from").asText(message.path("role").asText());
      String role = from.toLowerCase(Locale.ROOT);
      if (ASKING.contains(role)) {
        if (!open.equals(Turn.EMPTY)) {
          close(); // a question without an answer is answered by nothing
        }
        open = shown(content(message).map(open::withQuestion).orElse(open), message);
      } else if (ANSWERING.contains(role)) {
        Turn said = content(message).map(open::withAnswer).orElse(open);
        open =
            shown(
                text(message.path("caption"), "caption").map(said::withCaption).orElse(said),
                message);
        close();
      } else if (!FRAMING.contains(role)) {
        throw new IllegalArgumentException("a message is from '" + from + "'");
      }
    }
    if (!open.equals(Turn.EMPTY)) {
      close();
    }
    if (turns.isEmpty() || turns.size() > MAX_TURNS) {
      throw new IllegalArgumentException(turns.size() + " turns in a dialogue");
    }
    leftOver();
    return turns;
  }

  /** A picture of the line that no message shows belongs to the first turn. */
  private void leftOver() {
    if (used == images.size()
        || (used == 0 && turns.stream().anyMatch(t -> t.image().isPresent()))) {
      return;
    }
    if (images.size() > 1) {
      throw new IllegalArgumentException(
          "the line has " + images.size() + " pictures and " + used + " " + PLACEHOLDER);
    }
    turns.set(0, turns.get(0).withImage(images.get(0)));
  }

  private void close() {
    turns.add(open);
    open = Turn.EMPTY;
  }

  /** The text of a message without placeholders; the parts of a list are joined. */
  private static Optional<String> content(JsonNode message) {
    JsonNode content = message.has("value") ? message.path("value") : message.path("content");
    if (!content.isArray()) {
      return text(content, message.has("value") ? "value" : "content")
          .map(LineTurns::withoutPlaceholders);
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode part : content) {
      text(part.path("text"), "text").ifPresent(parts::add);
    }
    return Optional.of(String.join("\n", parts));
  }

  private static String withoutPlaceholders(String text) {
    return text.contains(PLACEHOLDER)
        ? text.replaceAll("\\s?" + PLACEHOLDER + "\\s?", "\n").strip()
        : text;
  }

  /** Adds the picture that a message shows: its own, or the next one of the line. */
  private Turn shown(Turn turn, JsonNode message) {
    List<ImageRef> own = images(message::path);
    int wanted = own.isEmpty() ? placeholders(message) : own.size();
    if (wanted + (turn.image().isPresent() ? 1 : 0) > 1) {
      throw new IllegalArgumentException(
          "turn " + (turns.size() + 1) + " shows several pictures; one per turn is read");
    }
    if (wanted == 0) {
      return turn;
    }
    if (own.isEmpty() && used >= images.size()) {
      throw new IllegalArgumentException(
          "there are more " + PLACEHOLDER + " than the " + images.size() + " pictures of the line");
    }
    return turn.withImage(own.isEmpty() ? images.get(used++) : own.get(0));
  }

  private static int placeholders(JsonNode message) {
    JsonNode content = message.has("value") ? message.path("value") : message.path("content");
    int count = 0;
    for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
      count += part.path("type").asText().startsWith("image") ? 1 : 0;
    }
    String text = content.asText("");
    for (int at = text.indexOf(PLACEHOLDER); at >= 0; at = text.indexOf(PLACEHOLDER, at + 1)) {
      count++;
    }
    return count;
  }

  /** The pictures that a line or a message names. */
  static List<ImageRef> images(Function<String, JsonNode> keys) {
    for (String key : IMAGE) {
      List<ImageRef> found = new ArrayList<>();
      JsonNode value = keys.apply(key);
      for (JsonNode one : value.isArray() ? value : List.of(value)) {
        JsonNode name = one.isObject() ? one.path("path") : one;
        text(name, key).ifPresent(uri -> found.add(ImageRef.named(uri)));
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** A text; absent if it is missing, null or blank. */
  static Optional<String> text(JsonNode value, String key) {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + key + "' is not text");
    }
    if (value.textValue().length() > MAX_TEXT) {
      throw new IllegalArgumentException("'" + key + "' is over " + MAX_TEXT + " characters");
    }
    return Optional.of(value.textValue()).filter(text -> !text.isBlank());
  }
}
