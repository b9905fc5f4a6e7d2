package io.seir.model;

import java.util.List;

/**
 * What a model said.
 *
 * @param choices one per token, if requested and reported by the server; otherwise empty
 */
public record ChatReply(String text, TokenCount tokens, List<TokenChoice> choices) {
  public ChatReply {
    choices = List.copyOf(choices);
  }

  /** A reply with a token count, but without the individual tokens. */
  public ChatReply(String text, long promptTokens, long completionTokens) {
    this(text, new TokenCount.Counted(promptTokens, completionTokens), List.of());
  }
}
