package io.seir.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.seir.dialogue.BadRecord;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.Turn;
import io.seir.judge.JudgeDimension;
import io.seir.judge.JudgedDialogue;
import io.seir.judge.Verdict;
import io.seir.refine.RefinementConfig;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came out of a run, made from its outputs alone, so that a retried bundle counts once.
 *
 * @param accepted dialogues in the data set
 * @param turns their turns
 * @param rejected finished dialogues that were not taken, by reason
 * @param bad dialogues that were not finished, by reason
 * @param stages by name: question, answer, image, judge
 * @param scores of the judge, over turns
 * @param unscored turns without scores, by reason
 */
public record RunTally(
    long accepted,
    long turns,
    SortedMap<String, Long> rejected,
    SortedMap<String, Long> bad,
    SortedMap<String, StageTally> stages,
    SortedMap<JudgeDimension, Moments> scores,
    SortedMap<String, Long> unscored)
    implements Serializable {
  public static final RunTally NONE = empty(0, 0);

  static RunTally of(JudgedDialogue judged, RefinementConfig config) {
    RunTally tally = stages(judged, config, empty(1, judged.dialogue().turns().size()));
    for (Verdict verdict : judged.verdicts()) {
      if (verdict instanceof Verdict.Scored scored) {
        for (Map.Entry<JudgeDimension, Integer> score : scored.scores().entrySet()) {
          tally.scores.merge(score.getKey(), Moments.NONE.plus(score.getValue()), Moments::plus);
        }
      } else if (verdict instanceof Verdict.Unscored unscored) {
        tally.unscored.merge(unscored.reason(), 1L, Long::sum);
      }
    }
    return tally;
  }

  static RunTally of(RejectedDialogue rejected, RefinementConfig config) {
    RunTally tally = stages(rejected.judged(), config, empty(0, 0));
    tally.rejected.put(rejected.reason(), 1L);
    return tally;
  }

  private static RunTally stages(JudgedDialogue judged, RefinementConfig config, RunTally tally) {
    for (Turn turn : judged.dialogue().turns()) {
      tally.add("question", StageTally.of(turn.lineage().question(), config.questionDepth()));
      tally.add("answer", StageTally.of(turn.lineage().answer(), config.answerDepth()));
      tally.add("image", StageTally.of(turn.lineage().image(), config.imageDepth()));
    }
    tally.add("judge", StageTally.none(judged.usage()));
    return tally;
  }

  static RunTally of(BadRecord bad) {
    RunTally tally = empty(0, 0);
    tally.bad.put(bad.reason(), 1L);
    bad.usage().forEach((stage, usage) -> tally.add(stage, StageTally.none(usage)));
    return tally;
  }

  private static RunTally empty(long accepted, long turns) {
    return new RunTally(
        accepted,
        turns,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private void add(String stage, StageTally tally) {
    stages.merge(stage, tally, StageTally::plus);
  }

  RunTally plus(RunTally other) {
    RunTally sum =
        new RunTally(
            accepted + other.accepted,
            turns + other.turns,
            new TreeMap<>(rejected),
            new TreeMap<>(bad),
            new TreeMap<>(stages),
            new TreeMap<>(scores),
            new TreeMap<>(unscored));
    other.rejected.forEach((k, v) -> sum.rejected.merge(k, v, Long::sum));
    other.bad.forEach((k, v) -> sum.bad.merge(k, v, Long::sum));
    other.stages.forEach((k, v) -> sum.stages.merge(k, v, StageTally::plus));
    other.scores.forEach((k, v) -> sum.scores.merge(k, v, Moments::plus));
    other.unscored.forEach((k, v) -> sum.unscored.merge(k, v, Long::sum));
    return sum;
  }

  /** Everything asked of the models, also for dialogues that came to nothing. */
  @JsonIgnore
  public StageUsage usage() {
    return stages.values().stream()
        .map(StageTally::usage)
        .reduce(StageUsage.NONE, StageUsage::plus);
  }

  /** Finished dialogues that were not taken. */
  @JsonIgnore
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Dialogues that were not finished. */
  @JsonIgnore
  public long badTotal() {
    return bad.values().stream().mapToLong(Long::longValue).sum();
  }
}
