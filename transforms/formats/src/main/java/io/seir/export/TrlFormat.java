package io.seir.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** TRL's messages of parts for SFT, and its prompts with a chosen and a rejected answer for DPO. */
public final class TrlFormat extends JsonFormat {
  @Override
  public String name() {
    return "trl";
  }

  @Override
  public String about() {
    return "TRL: JSON lines of messages of parts; prompt, chosen and rejected for DPO";
  }

  @Override
  public Set<Preferences> preferences() {
    return Set.of(Preferences.NONE, Preferences.TEXT);
  }

  @Override
  boolean isArray() {
    return false;
  }

  @Override
  List<ObjectNode> examples(ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException {
    String token = settings.token(Chat.IMAGE);
    List<ObjectNode> examples = new ArrayList<>();
    if (settings.preferences() == Preferences.NONE) {
      Chat chat = Chat.of(sample, token, settings);
      ObjectNode example = JsonCoder.mapper().createObjectNode();
      example.set("messages", parts(chat.messages(), token));
      putImages(example, chat);
      examples.add(example);
      return examples;
    }
    for (TextPreference pair : TextPreference.of(sample, token, settings)) {
      ObjectNode example = JsonCoder.mapper().createObjectNode();
      example.set("prompt", parts(pair.before().messages(), token));
      example.set("chosen", parts(List.of(new Chat.Message(false, pair.chosen())), token));
      example.set("rejected", parts(List.of(new Chat.Message(false, pair.rejected())), token));
      putImages(example, pair.before());
      examples.add(example);
    }
    return examples;
  }

  /** A table needs the column in every line. */
  private static void putImages(ObjectNode example, Chat chat) {
    ArrayNode all = example.putArray("images");
    chat.images().forEach(all::add);
  }

  private static ArrayNode parts(List<Chat.Message> messages, String token) {
    ArrayNode all = JsonCoder.mapper().createArrayNode();
    for (Chat.Message said : messages) {
      ObjectNode message = all.addObject().put("role", said.user() ? "user" : "assistant");
      ArrayNode parts = message.putArray("content");
      int at = said.text().indexOf(token);
      if (at < 0) {
        parts.addObject().put("type", "text").put("text", said.text());
        continue;
      }
      text(parts, said.text().substring(0, at));
      parts.addObject().put("type", "image").putNull("text");
      text(parts, said.text().substring(at + token.length()));
    }
    return all;
  }

  private static void text(ArrayNode parts, String text) {
    if (!text.isBlank()) {
      parts.addObject().put("type", "text").put("text", text.strip());
    }
  }
}
