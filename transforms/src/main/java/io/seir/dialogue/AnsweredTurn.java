package io.seir.dialogue;

/** A dialogue with the refined question and the refined answer of its next turn. */
public record AnsweredTurn(AskedTurn asked, Refinement<AnswerDraft> answer) {}
