package io.seir.journal;

/**
 * Where in a dialogue a call was made.
 *
 * @param turn from 0
 * @param stage question, answer, image or judge
 * @param round of the stage
 * @param form of the reply, or the other kind of work
 * @param attempt from 0; a repeated call and a replay increase it
 * @param seed of the call; 0 if there is no randomness
 * @param role the key of the model's role
 * @param model what determines its replies
 */
public record CallPlace(
    int turn,
    String stage,
    int round,
    String form,
    int attempt,
    long seed,
    String role,
    String model) {}
