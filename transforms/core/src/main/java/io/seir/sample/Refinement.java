package io.seir.sample;

import java.util.List;
import java.util.Optional;

/**
 * All rounds of one stage of one turn.
 *
 * @param stage its name
 * @param rounds at least one, in order
 * @param chosen index into {@code rounds} of the draft that went on
 * @param decidedBy why that one; absent in files of earlier versions
 * @param fault why the last review or revision could not be had, as a label, if it could not
 */
public record Refinement(
    String stage,
    List<Round> rounds,
    int chosen,
    Optional<Decision> decidedBy,
    StopReason stop,
    Optional<String> fault,
    StageUsage usage) {
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
