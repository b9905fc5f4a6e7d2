package io.seir.refine;

import io.seir.dialogue.Assessment;
import io.seir.dialogue.Refinement;
import io.seir.dialogue.Round;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.StopReason;
import io.seir.dialogue.Suggestion;
import io.seir.model.ModelException;
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
 */
final class RefinementLoop implements Serializable {
  private static final long serialVersionUID = 1;

  private final int depth;
  private final Selection selection;
  private final int plateau;

  RefinementLoop(int depth, Selection selection, int plateau) {
    this.depth = depth;
    this.selection = selection;
    this.plateau = plateau;
  }

  /**
   * @param usage what the stage has used, asked when it has ended
   */
  <D> Refinement<D> run(Stage<D> stage, Supplier<StageUsage> usage) throws ModelException {
    List<Round<D>> rounds = new ArrayList<>();
    D draft = stage.first();
    int best = 0;
    double bestScore = Double.NEGATIVE_INFINITY;
    StopReason stop = StopReason.DEPTH;
    for (int number = 0; ; number++) {
      boolean last = number == depth;
      if (depth == 0 || (last && selection == Selection.LAST)) {
        rounds.add(new Round<>(number, draft, new Assessment.Unreviewed()));
        break;
      }
      Critique critique = stage.review(draft, number);
      double score = stage.scorer().score(draft, critique);
      rounds.add(
          new Round<>(
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
        draft = stage.revise(draft, revise.reason(), number + 1);
      } else {
        stop = StopReason.ACCEPTED;
        break;
      }
    }
    int chosen = selection == Selection.BEST ? best : rounds.size() - 1;
    return new Refinement<>(rounds, chosen, stop, usage.get());
  }
}
