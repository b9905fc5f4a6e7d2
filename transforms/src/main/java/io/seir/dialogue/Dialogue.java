package io.seir.dialogue;

import java.util.ArrayList;
import java.util.List;

/** A dialogue as far as it has come: its finished turns are the history of the next one. */
public record Dialogue(DialogueSeed seed, List<Turn> turns) {
  public Dialogue {
    turns = List.copyOf(turns);
  }

  /** A dialogue before its first turn. */
  public static Dialogue begin(DialogueSeed seed) {
    return new Dialogue(seed, List.of());
  }

  /** This dialogue with one more turn. */
  public Dialogue with(Turn turn) {
    List<Turn> longer = new ArrayList<>(turns);
    longer.add(turn);
    return new Dialogue(seed, longer);
  }
}
