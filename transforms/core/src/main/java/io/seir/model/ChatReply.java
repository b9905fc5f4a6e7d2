package io.seir.model;

import java.util.List;

/**
 * What a model said.
 *
 * @param choices one a token, if they were asked for and the server gives them; else empty
 */
public record ChatReply(String text, TokenCount tokens, List<TokenChoice> choices) {
  public ChatReply {
    choices = List.copyOf(choices);
  }

  /** A reply whose tokens were counted, and were not asked for one by one. */
  public ChatReply(String text, long promptTokens, long completionTokens) {
    this(text, new TokenCount.Counted(promptTokens, completionTokens), List.of());
  }
}
