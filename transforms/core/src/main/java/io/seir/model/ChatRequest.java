package io.seir.model;

import java.util.List;

/**
 * A request to a language or vision model, with everything it gets to see.
 *
 * @param seed 0 to 2³¹ − 1, which every server accepts
 * @param alternatives number of most likely tokens, with their probabilities, to request at every
 *     position of the reply; 0 for none
 */
public record ChatRequest(
    List<ChatMessage> messages, ReplyFormat format, long seed, int alternatives) {
  public ChatRequest {
    messages = List.copyOf(messages);
  }

  /** A request for text only. */
  public ChatRequest(List<ChatMessage> messages, ReplyFormat format, long seed) {
    this(messages, format, seed, 0);
  }
}
