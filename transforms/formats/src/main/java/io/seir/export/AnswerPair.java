package io.seir.export;

import io.seir.sample.Assessment;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.Turn;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The answer of a turn and the worst that was drafted before it: one that the critic rated lower by
 * the gap, or objected to where it accepted the answer.
 */
record AnswerPair(String chosen, String rejected) {
  private static final String STAGE = "answer";

  /** The pair of a turn, if its rounds have one. */
  static Optional<AnswerPair> of(Turn turn, double gap) {
    Optional<Refinement> made = turn.lineageOf(STAGE);
    if (made.isEmpty()) {
      return Optional.empty();
    }
    Round best = made.get().rounds().get(made.get().chosen());
    String chosen = best.draft().answer().orElse("");
    return made.get().rounds().stream()
        .filter(round -> round != best)
        .filter(round -> isWorse(round.assessment(), best.assessment(), gap))
        .filter(round -> !round.draft().answer().orElse("").equals(chosen))
        .min(
            Comparator.comparingDouble((Round round) -> rating(round.assessment()).orElse(0))
                .thenComparing(Round::number))
        .flatMap(round -> round.draft().answer())
        .filter(rejected -> !chosen.isBlank() && !rejected.isBlank())
        .map(rejected -> new AnswerPair(chosen, rejected));
  }

  private static OptionalDouble rating(Assessment assessment) {
    return assessment.selectionScore();
  }

  private static boolean isWorse(Assessment round, Assessment best, double gap) {
    boolean objected = round instanceof Assessment.Reviewed && !round.accepted();
    if (best.accepted() && objected) {
      return true;
    }
    OptionalDouble low = rating(round);
    OptionalDouble high = rating(best);
    return low.isPresent() && high.isPresent() && high.getAsDouble() - low.getAsDouble() >= gap;
  }
}
