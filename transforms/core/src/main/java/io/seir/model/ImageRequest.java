package io.seir.model;

/** A caption to draw. */
public record ImageRequest(String caption, long seed) {}
