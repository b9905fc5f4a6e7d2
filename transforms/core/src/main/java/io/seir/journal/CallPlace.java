package io.seir.journal;

/**
 * Where in a dialogue a call was made.
 *
 * @param turn from 0
 * @param stage question, answer, image or judge
 * @param round of the stage
 * @param form of the reply, or what else was done
 * @param attempt from 0; a re-ask and a replay raise it
 * @param seed of the call; 0 if chance has no part in it
 * @param role the key of the model's role
 * @param model what decides its replies
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
