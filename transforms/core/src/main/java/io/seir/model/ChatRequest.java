package io.seir.model;

import java.util.List;

/**
 * A question to a language or vision model: all it gets to see.
 *
 * @param seed 0 to 2³¹ − 1, which every server takes
 * @param alternatives so many likeliest tokens, with their probabilities, are asked for in every
 *     place of the reply; 0 for none
 */
public record ChatRequest(
    List<ChatMessage> messages, ReplyFormat format, long seed, int alternatives) {
  public ChatRequest {
    messages = List.copyOf(messages);
  }

  /** A request that asks for the text alone. */
  public ChatRequest(List<ChatMessage> messages, ReplyFormat format, long seed) {
    this(messages, format, seed, 0);
  }
}
