package io.seir.model;

/** A language or vision model. Thread-safe. */
public interface ChatModel {
  /**
   * Asks and waits.
   *
   * @throws ModelException if there is no reply; transient faults were retried already
   */
  ChatReply reply(ChatRequest request) throws ModelException;
}
