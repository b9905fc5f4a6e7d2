package io.seir.model;

/**
 * The models of a run, ready to be asked.
 *
 * @param concurrency conversations a worker keeps in flight
 */
public record Models(
    ChatModel language,
    ChatModel vision,
    ImageModel image,
    ChatModel judge,
    TextImageEncoder encoder,
    int concurrency) {}
