package io.seir.dialogue;

/**
 * A question and its answer as found in somebody's data; what is missing is empty.
 *
 * @param image the picture's name, relative to the folder of pictures
 */
public record Exchange(String question, String answer, String caption, String image) {}
