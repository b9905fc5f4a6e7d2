package io.seir.judge;

import io.seir.dialogue.Dialogue;
import io.seir.dialogue.StageUsage;
import io.seir.score.TurnFeatures;
import java.util.List;

/**
 * A finished dialogue with one verdict a turn.
 *
 * @param features one a turn, or none at all if the turns were not scored
 */
public record JudgedDialogue(
    Dialogue dialogue, List<Verdict> verdicts, List<TurnFeatures> features, StageUsage usage) {
  public JudgedDialogue {
    verdicts = List.copyOf(verdicts);
    features = List.copyOf(features);
    if (!features.isEmpty() && features.size() != dialogue.turns().size()) {
      throw new IllegalArgumentException("one set of features a turn is needed");
    }
    if (verdicts.size() != dialogue.turns().size()) {
      throw new IllegalArgumentException("one verdict a turn is needed");
    }
  }

  /** A dialogue that is judged, but not scored. */
  public JudgedDialogue(Dialogue dialogue, List<Verdict> verdicts, StageUsage usage) {
    this(dialogue, verdicts, List.of(), usage);
  }

  /** The same with features. */
  public JudgedDialogue withFeatures(List<TurnFeatures> scored) {
    return new JudgedDialogue(dialogue, verdicts, scored, usage);
  }
}
