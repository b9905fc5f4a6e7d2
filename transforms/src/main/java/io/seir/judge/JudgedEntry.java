package io.seir.judge;

import io.seir.dialogue.Entry;
import io.seir.dialogue.StageUsage;
import java.util.List;

/** An entry with one verdict an exchange. */
public record JudgedEntry(Entry entry, List<Verdict> verdicts, StageUsage usage) {
  public JudgedEntry {
    verdicts = List.copyOf(verdicts);
    if (verdicts.size() != entry.turns().size()) {
      throw new IllegalArgumentException("one verdict an exchange is needed");
    }
  }
}
