package io.seir.prompt;

import io.seir.model.ChatMessage;
import io.seir.model.ChatRequest;
import io.seir.model.ReplyFormat;
import java.util.List;

/**
 * A prompt with its values.
 *
 * @param messages system and user
 * @param format the format of a reply
 */
public record FilledPrompt(List<ChatMessage> messages, ReplyFormat format) {
  public FilledPrompt {
    messages = List.copyOf(messages);
  }

  /** The request to a model. */
  public ChatRequest request(long seed) {
    return new ChatRequest(messages, format, seed);
  }
}
