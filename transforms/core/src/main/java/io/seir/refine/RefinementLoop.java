package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.sample.Assessment;
import io.seir.sample.Draft;
import io.seir.sample.Refinement;
import io.seir.sample.Round;
import io.seir.sample.StageUsage;
import io.seir.sample.StopReason;
import io.seir.sample.Suggestion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Self-evaluation with iterative refinement of one draft (METHOD, SEIR): up to K times a suggestion
 * and a revision, every round kept, one chosen.
 *
 * <p>With {@link Selection#BEST} the last draft is reviewed too, since only reviewed drafts can be
 * compared; with {@link Selection#LAST} that call is saved, as in the paper. At depth 0 nothing is
 * reviewed.
 *
 * @param depth most revisions
 * @param plateau with {@link Selection#BEST}: revisions without a better score before it stops
 */
record RefinementLoop(int depth, Selection selection, int plateau) implements Serializable {
  /**
   * @param usage what the stage has used, asked when it has ended
   */
  Refinement run(Stage stage, RoundScorer scorer, StageContext context, Supplier<StageUsage> usage)
      throws ModelException {
    List<Round> rounds = new ArrayList<>();
    Draft draft = stage.draft(context);
    int best = 0;
    double bestScore = Double.NEGATIVE_INFINITY;
    StopReason stop = StopReason.DEPTH;
    for (int number = 0; ; number++) {
      boolean last = number == depth;
      if (depth == 0 || (last && selection == Selection.LAST)) {
        rounds.add(new Round(number, draft, new Assessment.Unreviewed()));
        break;
      }
      Critique critique = stage.review(draft, number, context);
      double score = scorer.score(draft, critique, context);
      rounds.add(
          new Round(
              number,
              draft,
              new Assessment.Reviewed(critique.suggestion(), critique.rating(), score)));
      if (score > bestScore) {
        best = number;
        bestScore = score;
      }
      if (critique.suggestion() instanceof Suggestion.Revise revise) {
        if (last) {
          break;
        }
        if (selection == Selection.BEST && number - best >= plateau) {
          stop = StopReason.PLATEAU;
          break;
        }
        draft = stage.revise(draft, revise.reason(), number + 1, context);
      } else {
        stop = StopReason.ACCEPTED;
        break;
      }
    }
    int chosen = selection == Selection.BEST ? best : rounds.size() - 1;
    return new Refinement(stage.name(), rounds, chosen, stop, usage.get());
  }
}
