package io.seir.pipeline;

import io.seir.sample.Decision;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.StageUsage;
import io.seir.sample.StopReason;
import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The results of one stage over all turns.
 *
 * @param revisions how many turns took how many revisions
 * @param stops how many ended for which reason
 * @param decidedBy how often each criterion decided which round was used
 * @param unreviewed drafts left unreviewed although a critic was called, by reason
 * @param unrevised revisions that failed, by reason
 * @param score of the drafts of each round, those that were reviewed
 * @param bestScore mean of the best selection score so far after each round; a stage that stopped
 *     early keeps its best for the rounds it did not need, so this never falls
 */
public record StageTally(
    StageUsage usage,
    SortedMap<Integer, Long> revisions,
    SortedMap<StopReason, Long> stops,
    SortedMap<Decision, Long> decidedBy,
    SortedMap<String, Long> unreviewed,
    SortedMap<String, Long> unrevised,
    SortedMap<Integer, Moments> score,
    SortedMap<Integer, Moments> bestScore)
    implements Serializable {
  public static final StageTally NONE = none(StageUsage.NONE);

  /** Calls without rounds. */
  static StageTally none(StageUsage usage) {
    return new StageTally(
        usage,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** The tally of one refinement that could have taken {@code depth} revisions. */
  static StageTally of(Refinement refinement, int depth) {
    StageTally tally = none(refinement.usage());
    tally.revisions.put(refinement.rounds().size() - 1, 1L);
    tally.stops.put(refinement.stop(), 1L);
    refinement.decidedBy().ifPresent(by -> tally.decidedBy.put(by, 1L));
    boolean unreviewed = refinement.stop() == StopReason.UNREVIEWED;
    refinement
        .fault()
        .ifPresent(why -> (unreviewed ? tally.unreviewed : tally.unrevised).put(why, 1L));
    double best = Double.NEGATIVE_INFINITY;
    for (int number = 0; number <= depth; number++) {
      if (number < refinement.rounds().size()) {
        Round round = refinement.rounds().get(number);
        OptionalDouble score = round.assessment().selectionScore();
        if (score.isPresent()) {
          tally.score.put(number, Moments.NONE.plus(score.getAsDouble()));
          best = Math.max(best, score.getAsDouble());
        }
      }
      if (best > Double.NEGATIVE_INFINITY) {
        tally.bestScore.put(number, Moments.NONE.plus(best));
      }
    }
    return tally;
  }

  StageTally plus(StageTally other) {
    StageTally sum =
        new StageTally(
            usage.plus(other.usage),
            new TreeMap<>(revisions),
            new TreeMap<>(stops),
            new TreeMap<>(decidedBy),
            new TreeMap<>(unreviewed),
            new TreeMap<>(unrevised),
            new TreeMap<>(score),
            new TreeMap<>(bestScore));
    other.revisions.forEach((k, v) -> sum.revisions.merge(k, v, Long::sum));
    other.stops.forEach((k, v) -> sum.stops.merge(k, v, Long::sum));
    other.decidedBy.forEach((k, v) -> sum.decidedBy.merge(k, v, Long::sum));
    other.unreviewed.forEach((k, v) -> sum.unreviewed.merge(k, v, Long::sum));
    other.unrevised.forEach((k, v) -> sum.unrevised.merge(k, v, Long::sum));
    other.score.forEach((k, v) -> sum.score.merge(k, v, Moments::plus));
    other.bestScore.forEach((k, v) -> sum.bestScore.merge(k, v, Moments::plus));
    return sum;
  }
}
