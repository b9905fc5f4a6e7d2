package io.seir.refine;

import io.seir.ask.Budget;
import io.seir.model.ModelException;
import io.seir.sample.Assessment;
import io.seir.sample.Decision;
import io.seir.sample.Draft;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.StageUsage;
import io.seir.sample.StopReason;
import io.seir.sample.Suggestion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Self-evaluation with iterative refinement of one draft (METHOD, SEIR): up to K suggestions and
 * revisions; every round is kept, and one is chosen.
 *
 * <p>With {@link Selection#BEST} the last draft is reviewed as well, which makes at most K+1
 * reviews; with {@link Selection#LAST} that call is saved, as in the paper. At depth 0 nothing is
 * reviewed.
 *
 * <p>A failed review never costs a draft: if the critic refuses or its reply cannot be read, the
 * draft stays unreviewed. If a revision fails, the existing drafts stay. Either ends the stage.
 *
 * @param depth most revisions
 * @param plateau with {@link Selection#BEST}: number of revisions rated lower than the best after
 *     which it stops
 */
record RefinementLoop(int depth, Selection selection, int plateau) implements Serializable {
  /**
   * @param usage what the stage has used, read when it has ended
   */
  Refinement run(Stage stage, RoundScorer scorer, StageContext context, Supplier<StageUsage> usage)
      throws ModelException {
    List<Round> rounds = new ArrayList<>();
    Draft draft = stage.draft(context);
    StopReason stop = StopReason.DEPTH;
    Optional<String> fault = Optional.empty();
    while (true) {
      int number = rounds.size();
      boolean last = number == depth;
      if (depth == 0 || (last && selection == Selection.LAST)) {
        rounds.add(Round.of(number, draft, new Assessment.Unreviewed()));
        break;
      }
      Critique critique;
      try {
        critique = stage.review(draft, number, context);
      } catch (ModelException e) {
        fault = excused(e);
        rounds.add(Round.of(number, draft, new Assessment.Unreviewed()));
        stop = StopReason.UNREVIEWED;
        break;
      }
      rounds.add(
          Round.of(
              number,
              draft,
              new Assessment.Reviewed(
                  critique.suggestion(),
                  critique.rating(),
                  scorer.score(draft, critique, context))));
      if (!(critique.suggestion() instanceof Suggestion.Revise revise)) {
        stop = StopReason.ACCEPTED;
        break;
      }
      if (last) {
        break;
      }
      if (selection == Selection.BEST && number - RoundChoice.latestBest(rounds) >= plateau) {
        stop = StopReason.PLATEAU;
        break;
      }
      try {
        draft = stage.revise(draft, revise.reason(), number + 1, context);
      } catch (ModelException e) {
        fault = excused(e);
        stop = StopReason.UNREVISED;
        break;
      }
    }
    RoundChoice choice =
        selection == Selection.BEST
            ? RoundChoice.of(rounds, round -> stage.fit(round.draft(), context))
            : new RoundChoice(rounds, rounds.size() - 1, Decision.LAST);
    return new Refinement(
        stage.name(),
        choice.rounds(),
        choice.chosen(),
        Optional.of(choice.by()),
        stop,
        fault,
        usage.get());
  }

  /**
   * The label of a fault that a second attempt did not fix; faults that may pass later are
   * rethrown.
   */
  private static Optional<String> excused(ModelException fault) throws ModelException {
    if (fault.kind() != ModelException.Kind.PERMANENT || fault.reason().equals(Budget.REACHED)) {
      throw fault;
    }
    return Optional.of(fault.reason());
  }
}
