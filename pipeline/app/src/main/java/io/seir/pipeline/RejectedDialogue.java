package io.seir.pipeline;

import io.seir.judge.JudgedDialogue;

/**
 * A finished dialogue that is not taken.
 *
 * @param reason {@code below}, {@code unscored} or {@code surplus}
 */
public record RejectedDialogue(JudgedDialogue judged, String reason) {}
