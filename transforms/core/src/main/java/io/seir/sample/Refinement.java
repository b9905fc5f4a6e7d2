package io.seir.sample;

import java.util.List;
import java.util.Optional;

/**
 * All rounds of one stage of one turn.
 *
 * @param stage its name
 * @param rounds at least one, in order
 * @param chosen index in {@code rounds} of the draft that was used
 * @param decidedBy why that draft was used; absent in files of earlier versions
 * @param fault a label saying why the last review or revision failed, if it did
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

  /** The draft that was used. */
  public Draft result() {
    return rounds.get(chosen).draft();
  }
}
