package io.seir.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.embedded.EmbeddedProvider;
import io.seir.model.ChatMessage;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Models;
import io.seir.model.ModelsConfig;
import io.seir.model.ReplyFormat;
import io.seir.model.TokenCount;
import io.seir.prompt.Prompt;
import io.seir.prompt.PromptSet;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Requests of the OpenAI protocol, answered by the embedded models. */
final class EmbeddedReplies {
  private static final String DATA_URL = "base64,";
  private static final Pattern VIOLENT =
      Pattern.compile("\\b(bomb|bloodbath|weapons?|knife fight)\\b", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> STORED =
      Map.of(
          "question", "{\"question\": \"What is a cat, and can you show me one in a meadow?\"}",
          "answer",
              "{\"answer\": \"A cat is a small animal that people keep at home, and it sleeps a"
                  + " lot.\", \"caption\": \"A cat in a meadow.\"}",
          "caption", "{\"caption\": \"A cat in a meadow.\"}",
          "review", "{\"decision\": \"accept\", \"rating\": 4.5, \"suggestion\": \"\"}",
          "judge", "{\"TCC\": 5, \"ICC\": 4, \"IQ\": 5, \"ITS\": 4}");

  private final boolean stored;
  private final Mannered manners;
  private final Map<String, byte[]> ready = new ConcurrentHashMap<>();

  /**
   * @param stored whether every request of a form gets the same ready reply
   */
  EmbeddedReplies(boolean stored, Mannered manners) {
    this.stored = stored;
    this.manners = manners;
  }

  /**
   * The body of a reply.
   *
   * @throws ModelException if the models refuse
   * @throws IllegalArgumentException if the request is not one they understand
   */
  byte[] chat(JsonNode request) throws ModelException {
    String form = form(request);
    if (!stored) {
      if (manners.refuses(form, request.path("messages").toString())) {
        throw ModelException.permanentFault("content_policy_violation", "I cannot help with that");
      }
      ChatReply reply = embedded(form, request);
      String said = manners.reply(form, reply.text());
      return body(new ChatReply(said, reply.tokens(), List.of()));
    }
    return ready.computeIfAbsent(form, f -> body(new ChatReply(storedText(f), 100, 40)));
  }

  /**
   * Which of the shipped prompts this is: by the requested format, or otherwise by the system
   * message.
   */
  private String form(JsonNode request) {
    String named = request.path("response_format").path("json_schema").path("name").asText();
    if (!named.isEmpty() && manners.knowsNoFormat()) {
      throw new IllegalArgumentException("response_format is not supported by this model");
    }
    if (!named.isEmpty()) {
      return named;
    }
    String system = request.path("messages").path(0).path("content").asText();
    for (String name : PromptSet.shipped().names()) {
      Prompt prompt = PromptSet.shipped().get(name);
      if (!system.isEmpty() && prompt.text().startsWith(system.lines().findFirst().orElse(""))) {
        return prompt.format().name();
      }
    }
    throw new IllegalArgumentException(
        "the embedded models reply to the shipped prompts, or to response_format json_schema by"
            + " its name");
  }

  byte[] image(JsonNode request) throws ModelException {
    if (!stored) {
      return body(embedded().image().draw(imageRequest(request)));
    }
    byte[] known = ready.get("picture");
    if (known == null) {
      known = body(embedded().image().draw(new ImageRequest("A cat in a meadow.", 1)));
      ready.put("picture", known);
    }
    return known;
  }

  /**
   * A moderation that knows a handful of words and ignores pictures: enough to try out the
   * protocol, but not reliable.
   */
  byte[] moderation(JsonNode request) {
    boolean violent = VIOLENT.matcher(request.path("input").toString()).find();
    ObjectNode body = JsonCoder.mapper().createObjectNode().put("id", "modr-embedded");
    body.put("model", "embedded");
    ObjectNode result = body.putArray("results").addObject().put("flagged", violent);
    result.putObject("categories").put("violence", violent).put("sexual", false);
    result.putObject("category_scores").put("violence", violent ? 0.9 : 0.01).put("sexual", 0.01);
    result.putObject("category_applied_input_types").putArray("violence").add("text");
    return bytes(body);
  }

  private static Models embedded() {
    return ModelsConfig.all(EmbeddedProvider.NAME).open();
  }

  private static String storedText(String form) {
    if (form.endsWith("_review")) {
      return STORED.getOrDefault("review", "{}");
    }
    if (form.equals("judge_question")) {
      return "{\"QR\": 4}";
    }
    if (form.equals("image_revise")) {
      return STORED.getOrDefault("caption", "{}");
    }
    return STORED.getOrDefault(form.replaceAll("_.*", "").toLowerCase(Locale.ROOT), "{}");
  }

  private static ChatReply embedded(String form, JsonNode request) throws ModelException {
    ModelRole role =
        switch (form) {
          case "image_review" -> ModelRole.VISION;
          default -> form.startsWith("judge") ? ModelRole.JUDGE : ModelRole.LANGUAGE;
        };
    List<ChatMessage> messages = new ArrayList<>();
    request.path("messages").forEach(message -> messages.add(message(message)));
    return embedded()
        .chat(role)
        .reply(
            new ChatRequest(messages, new ReplyFormat(form, "{}"), request.path("seed").asLong()));
  }

  private static ChatMessage message(JsonNode message) {
    ChatMessage.Role role =
        message.path("role").asText().equals("system")
            ? ChatMessage.Role.SYSTEM
            : ChatMessage.Role.USER;
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return new ChatMessage(role, content.textValue(), List.of());
    }
    StringBuilder text = new StringBuilder();
    List<Picture> pictures = new ArrayList<>();
    for (JsonNode part : content) {
      if (part.path("type").asText().equals("image_url")) {
        String url = part.path("image_url").path("url").asText();
        int data = url.indexOf(DATA_URL);
        if (data < 0) {
          throw new IllegalArgumentException("pictures must come as data URLs");
        }
        pictures.add(
            new Picture(Base64.getDecoder().decode(url.substring(data + DATA_URL.length()))));
      } else {
        text.append(part.path("text").asText());
      }
    }
    return new ChatMessage(role, text.toString(), pictures);
  }

  private static ImageRequest imageRequest(JsonNode request) {
    return new ImageRequest(request.path("prompt").asText(), request.path("seed").asLong());
  }

  private static byte[] body(ChatReply reply) {
    ObjectNode body = JsonCoder.mapper().createObjectNode();
    body.put("id", "chatcmpl-embedded").put("object", "chat.completion").put("created", 0);
    body.put("model", EmbeddedProvider.NAME);
    ObjectNode choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", "stop").putNull("logprobs");
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", reply.text())
        .putNull("refusal");
    if (reply.tokens() instanceof TokenCount.Counted counted) {
      body.putObject("usage")
          .put("prompt_tokens", counted.prompt())
          .put("completion_tokens", counted.completion())
          .put("total_tokens", counted.prompt() + counted.completion());
    }
    return bytes(body);
  }

  private static byte[] body(Picture picture) {
    return picture(picture.bytes());
  }

  /** A reply with a picture's bytes, correct or not. */
  static byte[] picture(byte[] bytes) {
    ObjectNode body = JsonCoder.mapper().createObjectNode().put("created", 0);
    body.putArray("data").addObject().put("b64_json", Base64.getEncoder().encodeToString(bytes));
    return bytes(body);
  }

  /** A complete reply that says something other than was asked for. */
  static byte[] saying(String text) {
    return body(new ChatReply(text, 10, 5));
  }

  static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
