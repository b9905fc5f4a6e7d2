package io.seir.pipeline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.seir.refine.RefinementConfig;
import io.seir.sample.BadRecord;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.StageUsage;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The results of a run, computed only from its outputs, so that a retried bundle counts once.
 *
 * @param accepted dialogues in the data set
 * @param turns their turns
 * @param rejected finished dialogues that were not accepted, by reason
 * @param bad dialogues that were not finished, by reason
 * @param stages by name: question, answer, image, judge
 * @param scores of the judge, over turns
 * @param flags turns that a safety check or a pattern flagged, by label
 * @param unscored turns without scores, by reason
 */
public record Tally(
    long accepted,
    long turns,
    SortedMap<String, Long> rejected,
    SortedMap<String, Long> bad,
    SortedMap<String, StageTally> stages,
    SortedMap<JudgeDimension, Moments> scores,
    SortedMap<String, Long> unscored,
    SortedMap<String, Long> flags)
    implements Serializable {
  public static final Tally NONE = empty(0, 0);

  static Tally ofAccepted(Sample sample, RefinementConfig config) {
    Tally tally = stages(sample, config, empty(1, sample.turns().size()));
    for (Turn turn : sample.turns()) {
      turn.flags().forEach(flag -> tally.flags.merge(flag, 1L, Long::sum));
      Verdict verdict = turn.verdict().orElse(null);
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

  static Tally ofRejected(Sample sample, String reason, RefinementConfig config) {
    Tally tally = stages(sample, config, empty(0, 0));
    tally.rejected.put(reason, 1L);
    return tally;
  }

  private static Tally stages(Sample sample, RefinementConfig config, Tally tally) {
    for (Turn turn : sample.turns()) {
      for (Refinement made : turn.lineage()) {
        tally.add(made.stage(), StageTally.of(made, config.depth(made.stage())));
      }
    }
    sample.usage().forEach((stage, usage) -> tally.add(stage, StageTally.none(usage)));
    return tally;
  }

  static Tally ofBad(BadRecord bad) {
    Tally tally = empty(0, 0);
    tally.bad.put(bad.reason(), 1L);
    bad.usage().forEach((stage, usage) -> tally.add(stage, StageTally.none(usage)));
    return tally;
  }

  private static Tally empty(long accepted, long turns) {
    return new Tally(
        accepted,
        turns,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  private void add(String stage, StageTally tally) {
    stages.merge(stage, tally, StageTally::plus);
  }

  /** Both together. */
  public Tally plus(Tally other) {
    Tally sum =
        new Tally(
            accepted + other.accepted,
            turns + other.turns,
            new TreeMap<>(rejected),
            new TreeMap<>(bad),
            new TreeMap<>(stages),
            new TreeMap<>(scores),
            new TreeMap<>(unscored),
            new TreeMap<>(flags));
    other.rejected.forEach((k, v) -> sum.rejected.merge(k, v, Long::sum));
    other.bad.forEach((k, v) -> sum.bad.merge(k, v, Long::sum));
    other.stages.forEach((k, v) -> sum.stages.merge(k, v, StageTally::plus));
    other.scores.forEach((k, v) -> sum.scores.merge(k, v, Moments::plus));
    other.flags.forEach((k, v) -> sum.flags.merge(k, v, Long::sum));
    other.unscored.forEach((k, v) -> sum.unscored.merge(k, v, Long::sum));
    return sum;
  }

  /** All use of models, including that for dialogues that failed. */
  @JsonIgnore
  public StageUsage usage() {
    return stages.values().stream()
        .map(StageTally::usage)
        .reduce(StageUsage.NONE, StageUsage::plus);
  }

  /** Finished dialogues that were not accepted. */
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
