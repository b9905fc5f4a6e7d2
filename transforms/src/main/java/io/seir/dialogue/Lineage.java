package io.seir.dialogue;

/** How a turn came about: every round of its three stages. */
public record Lineage(
    Refinement<String> question, Refinement<AnswerDraft> answer, Refinement<ImageDraft> image) {}
