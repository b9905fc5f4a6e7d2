package io.seir.model;

import java.util.List;

/** A question to a language or vision model: all it gets to see. */
public record ChatRequest(List<ChatMessage> messages, ReplyFormat format, long seed) {
  public ChatRequest {
    messages = List.copyOf(messages);
  }
}
