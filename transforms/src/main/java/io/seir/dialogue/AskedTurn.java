package io.seir.dialogue;

/** A dialogue with the refined question of its next turn. */
public record AskedTurn(Dialogue history, Refinement<String> question) {}
