package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/**
 * What a stage would put into a turn; parts that it does not change are absent. In JSON the draft
 * of a question is its text; any other draft is an object with its parts.
 */
public record Draft(
    Optional<String> question,
    Optional<String> answer,
    Optional<String> caption,
    Optional<ImageRef> image) {
  private static final Draft EMPTY =
      new Draft(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The draft of a question. */
  public static Draft ofQuestion(String question) {
    return new Draft(Optional.of(question), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The draft of an answer and the caption of its picture. */
  public static Draft ofAnswer(String answer, String caption) {
    return EMPTY.withAnswer(answer).withCaption(caption);
  }

  /** The draft of a picture, with the caption that it was drawn from. */
  public static Draft ofImage(String caption, ImageRef image) {
    return new Draft(Optional.empty(), Optional.empty(), Optional.of(caption), Optional.of(image));
  }

  /** The draft of only a caption. */
  public static Draft ofCaption(String caption) {
    return EMPTY.withCaption(caption);
  }

  private Draft withAnswer(String text) {
    return new Draft(question, Optional.of(text), caption, image);
  }

  private Draft withCaption(String text) {
    return new Draft(question, answer, Optional.of(text), image);
  }

  /** The question, in a stage that always drafts one. */
  public String theQuestion() {
    return question.orElseThrow();
  }

  /** The answer, in a stage that always drafts one. */
  public String theAnswer() {
    return answer.orElseThrow();
  }

  /** The caption, in a stage that always drafts one. */
  public String theCaption() {
    return caption.orElseThrow();
  }

  /** The picture, in a stage that always drafts one. */
  public ImageRef theImage() {
    return image.orElseThrow();
  }

  @JsonValue
  JsonNode json() {
    if (question.isPresent() && answer.isEmpty() && caption.isEmpty() && image.isEmpty()) {
      return TextNode.valueOf(question.get());
    }
    ObjectNode node = JsonCoder.mapper().createObjectNode();
    question.ifPresent(text -> node.put("question", text));
    answer.ifPresent(text -> node.put("answer", text));
    caption.ifPresent(text -> node.put("caption", text));
    image.ifPresent(ref -> node.set("image", JsonCoder.mapper().valueToTree(ref)));
    return node;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Draft of(JsonNode node) {
    if (node.isTextual()) {
      return ofQuestion(node.textValue());
    }
    return new Draft(
        text(node, "question"),
        text(node, "answer"),
        text(node, "caption"),
        node.has("image")
            ? Optional.of(JsonCoder.mapper().convertValue(node.path("image"), ImageRef.class))
            : Optional.empty());
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.path(key).textValue());
  }
}
