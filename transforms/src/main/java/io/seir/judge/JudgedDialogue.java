package io.seir.judge;

import io.seir.dialogue.Dialogue;
import io.seir.dialogue.StageUsage;
import java.util.List;

/** A finished dialogue with one verdict a turn. */
public record JudgedDialogue(Dialogue dialogue, List<Verdict> verdicts, StageUsage usage) {
  public JudgedDialogue {
    verdicts = List.copyOf(verdicts);
    if (verdicts.size() != dialogue.turns().size()) {
      throw new IllegalArgumentException("one verdict a turn is needed");
    }
  }
}
