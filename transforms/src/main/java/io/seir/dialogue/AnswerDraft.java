package io.seir.dialogue;

/** A text answer and the caption of the picture that goes with it. */
public record AnswerDraft(String answer, String caption) {}
