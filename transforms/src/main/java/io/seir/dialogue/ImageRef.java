package io.seir.dialogue;

/**
 * A stored picture.
 *
 * @param uri where it lies, relative to the data set
 * @param sha256 of its bytes, lower-case hex
 * @param width in pixels
 * @param height in pixels
 */
public record ImageRef(String uri, String sha256, int width, int height) {}
