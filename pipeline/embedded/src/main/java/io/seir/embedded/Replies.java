package io.seir.embedded;

import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import java.util.StringTokenizer;

/** Counts words as tokens, as a server would report them. */
final class Replies {
  private Replies() {}

  static ChatReply counted(ChatRequest request, String reply) {
    long prompt = request.messages().stream().mapToLong(m -> words(m.text())).sum();
    return new ChatReply(reply, prompt, words(reply));
  }

  private static long words(String text) {
    return new StringTokenizer(text).countTokens();
  }
}
