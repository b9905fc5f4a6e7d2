package io.seir.dialogue;

/**
 * One draft of a stage.
 *
 * @param number 0 for the first draft, k for the draft after k revisions
 */
public record Round<D>(int number, D draft, Assessment assessment) {}
