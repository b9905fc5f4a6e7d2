package io.seir.sample;

/**
 * One draft of a stage.
 *
 * @param number 0 for the first draft, k for the draft after k revisions
 */
public record Round(int number, Draft draft, Assessment assessment) {}
