package io.seir.embedded;

import io.seir.embedded.writer.EmbeddedWriter;
import io.seir.model.ChatModel;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ModelException;

/**
 * The embedded language model: a seeded writer that knows WordNet. It sees the prompt and the seed
 * and nothing else; its drafts have flaws, its reviews come from reading, its revisions do what the
 * suggestion says.
 */
final class EmbeddedLanguageModel implements ChatModel {
  @Override
  public ChatReply reply(ChatRequest request) throws ModelException {
    return Replies.counted(request, EmbeddedWriter.write(request));
  }
}
