package io.seir.dialogue;

/** A picture and the caption it was drawn from. */
public record ImageDraft(String caption, ImageRef image) {}
