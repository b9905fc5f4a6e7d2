package io.seir.model;

/**
 * What a model said.
 *
 * @param promptTokens as the server counted them; 0 if it does not
 */
public record ChatReply(String text, long promptTokens, long completionTokens) {}
