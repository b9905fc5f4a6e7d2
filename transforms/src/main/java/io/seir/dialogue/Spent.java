package io.seir.dialogue;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a dialogue has asked of the models so far, by stage. */
public final class Spent {
  private Spent() {}

  /** On finished turns. */
  public static Map<String, StageUsage> on(Dialogue dialogue) {
    SortedMap<String, StageUsage> spent = new TreeMap<>();
    for (Turn turn : dialogue.turns()) {
      add(spent, "question", turn.lineage().question().usage());
      add(spent, "answer", turn.lineage().answer().usage());
      add(spent, "image", turn.lineage().image().usage());
    }
    return spent;
  }

  /** On finished turns and the question of the next. */
  public static Map<String, StageUsage> on(AskedTurn turn) {
    return plus(on(turn.history()), "question", turn.question().usage());
  }

  /** On finished turns, and question and answer of the next. */
  public static Map<String, StageUsage> on(AnsweredTurn turn) {
    return plus(on(turn.asked()), "answer", turn.answer().usage());
  }

  /** With more on one stage. */
  public static Map<String, StageUsage> plus(
      Map<String, StageUsage> spent, String stage, StageUsage more) {
    SortedMap<String, StageUsage> sum = new TreeMap<>(spent);
    add(sum, stage, more);
    return sum;
  }

  private static void add(SortedMap<String, StageUsage> spent, String stage, StageUsage usage) {
    spent.merge(stage, usage, StageUsage::plus);
  }
}
