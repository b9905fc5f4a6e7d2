package io.seir.model;

/** A language or vision model. Thread-safe. */
public interface ChatModel {
  /**
   * Sends a request and waits for the reply.
   *
   * @throws ModelException if there is no reply; transient faults were retried already
   */
  ChatReply reply(ChatRequest request) throws ModelException;
}
