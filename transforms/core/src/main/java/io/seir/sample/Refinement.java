package io.seir.sample;

import java.util.List;

/**
 * All rounds of one stage of one turn.
 *
 * @param stage its name
 * @param rounds at least one, in order
 * @param chosen index into {@code rounds} of the draft that went on
 */
public record Refinement(
    String stage, List<Round> rounds, int chosen, StopReason stop, StageUsage usage) {
  public Refinement {
    rounds = List.copyOf(rounds);
    if (chosen < 0 || chosen >= rounds.size()) {
      throw new IllegalArgumentException("round " + chosen + " of " + rounds.size());
    }
  }

  /** The draft that went on. */
  public Draft result() {
    return rounds.get(chosen).draft();
  }
}
