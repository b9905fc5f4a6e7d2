package io.seir.dialogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * All rounds of one stage of one turn.
 *
 * @param rounds at least one, in order
 * @param chosen index into {@code rounds} of the draft that went on
 */
public record Refinement<D>(List<Round<D>> rounds, int chosen, StopReason stop, StageUsage usage) {
  public Refinement {
    rounds = List.copyOf(rounds);
    if (chosen < 0 || chosen >= rounds.size()) {
      throw new IllegalArgumentException("round " + chosen + " of " + rounds.size());
    }
  }

  /** The draft that went on. */
  @JsonIgnore
  public D result() {
    return rounds.get(chosen).draft();
  }
}
