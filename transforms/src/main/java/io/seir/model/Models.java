package io.seir.model;

/**
 * The models of a run, ready to be asked.
 *
 * @param concurrency elements that a stage works on at once; each model has its own limit besides
 */
public record Models(
    ChatModel language,
    ChatModel vision,
    ImageModel image,
    ChatModel judge,
    TextImageEncoder encoder,
    int concurrency) {}
