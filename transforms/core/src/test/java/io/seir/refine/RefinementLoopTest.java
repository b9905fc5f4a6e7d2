package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seir.ask.Budget;
import io.seir.blob.LocalBlobStore;
import io.seir.model.ModelException;
import io.seir.sample.Assessment;
import io.seir.sample.Decision;
import io.seir.sample.Draft;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.StageUsage;
import io.seir.sample.StopReason;
import io.seir.sample.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RefinementLoopTest {
  /** Drafts are numbers counted up; each has a scripted score; a critic accepts one of them. */
  private static final class Scripted implements Stage {
    private static final long serialVersionUID = 1;

    private final double[] scores;
    private final int accepts;
    final List<String> asked = new ArrayList<>();
    final Map<Integer, Double> fits = new HashMap<>();
    int refusesReviewOf = -1;
    int refusesRevision = -1;
    transient ModelException refusal = ModelException.permanentFault("refused", "no");

    Scripted(int accepts, double... scores) {
      this.accepts = accepts;
      this.scores = scores;
    }

    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public Draft draft(StageContext context) {
      return draft(0);
    }

    private static Draft draft(int number) {
      return Draft.ofQuestion(Integer.toString(number));
    }

    static int number(Draft draft) {
      return Integer.parseInt(draft.theQuestion());
    }

    @Override
    public Critique review(Draft draft, int round, StageContext context) throws ModelException {
      if (number(draft) == refusesReviewOf) {
        throw refusal;
      }
      asked.add("review " + number(draft));
      return Critique.of(
          number(draft) == accepts
              ? new Suggestion.Accept()
              : new Suggestion.Revise("not " + number(draft)),
          3);
    }

    @Override
    public Draft revise(Draft draft, String suggestion, int round, StageContext context)
        throws ModelException {
      if (round == refusesRevision) {
        throw refusal;
      }
      asked.add("revise " + number(draft) + " for '" + suggestion + "'");
      return draft(round);
    }

    @Override
    public OptionalDouble fit(Draft draft, StageContext context) {
      Double fit = fits.get(number(draft));
      return fit == null ? OptionalDouble.empty() : OptionalDouble.of(fit);
    }

    @Override
    public RoundScorer scorer() {
      return (draft, critique, context) -> OptionalDouble.of(scores[number(draft)]);
    }
  }

  private static Refinement run(Scripted stage, int depth, Selection selection, int plateau)
      throws Exception {
    StageContext context =
        Scripts.context(
            Sample.ofQuestion("d", "q?"),
            io.seir.Scripted.asker(io.seir.Scripted.models((form, prompt) -> "")),
            new LocalBlobStore(Path.of("none")));
    return new RefinementLoop(depth, selection, plateau)
        .run(stage, stage.scorer(), context, () -> StageUsage.NONE);
  }

  @Test
  void everyRoundDiscussesTheCurrentDraft() throws Exception {
    Scripted stage = new Scripted(2, 1, 2, 3);
    Refinement out = run(stage, 3, Selection.BEST, 2);
    assertEquals(
        List.of("review 0", "revise 0 for 'not 0'", "review 1", "revise 1 for 'not 1'", "review 2"),
        stage.asked);
    assertEquals(2, Scripted.number(out.result()));
    assertEquals(StopReason.ACCEPTED, out.stop());
  }

  @Test
  void theHighestRatedRoundWins() throws Exception {
    Refinement out = run(new Scripted(-1, 1, 4, 2, 3), 3, Selection.BEST, 3);
    assertEquals(1, out.chosen());
    assertEquals(Optional.of(Decision.RATING), out.decidedBy());
    assertEquals(4, out.rounds().size(), "all rounds are kept");
    assertEquals(StopReason.DEPTH, out.stop());
  }

  /** Real critics give few whole numbers and repeat them. */
  @Test
  void theLatestOfEqualRoundsWins() throws Exception {
    Refinement flat = run(new Scripted(-1, 4, 4, 4, 4), 3, Selection.BEST, 2);
    assertEquals(3, flat.chosen());
    assertEquals(4, flat.rounds().size(), "as good as the best is no plateau");
    assertEquals(Optional.of(Decision.LATER), flat.decidedBy());
    Refinement falls = run(new Scripted(-1, 4, 3, 4, 3), 3, Selection.BEST, 9);
    assertEquals(2, falls.chosen());
  }

  @Test
  void anAcceptedDraftWinsWhateverItsRating() throws Exception {
    Refinement out = run(new Scripted(1, 4, 2), 3, Selection.BEST, 2);
    assertEquals(1, out.chosen());
    assertEquals(StopReason.ACCEPTED, out.stop());
    assertEquals(Optional.of(Decision.ACCEPTED), out.decidedBy());
  }

  @Test
  void ofEqualRatingsTheFitDecidesIfItDiffers() throws Exception {
    Scripted stage = new Scripted(-1, 4, 4, 3);
    stage.fits.putAll(Map.of(0, 0.9, 1, 0.2, 2, 1.0));
    Refinement out = run(stage, 2, Selection.BEST, 9);
    assertEquals(0, out.chosen());
    assertEquals(Optional.of(Decision.FIT), out.decidedBy());
    assertEquals(OptionalDouble.of(0.9), out.rounds().get(0).fit());
    assertEquals(OptionalDouble.empty(), out.rounds().get(2).fit(), "it was rated lower");
    stage.fits.putAll(Map.of(0, 0.2));
    assertEquals(1, run(stage, 2, Selection.BEST, 9).chosen(), "of equal fits the later");
  }

  @Test
  void aRefusedReviewCostsNoDraft() throws Exception {
    Scripted first = new Scripted(-1, 4);
    first.refusesReviewOf = 0;
    Refinement out = run(first, 3, Selection.BEST, 2);
    assertEquals(0, out.chosen());
    assertEquals(StopReason.UNREVIEWED, out.stop());
    assertEquals(Optional.of("refused"), out.fault());
    assertEquals(new Assessment.Unreviewed(), out.rounds().get(0).assessment());

    Scripted second = new Scripted(-1, 4, 4);
    second.refusesReviewOf = 1;
    Refinement revised = run(second, 3, Selection.BEST, 2);
    assertEquals(1, revised.chosen(), "counts as much as the draft that it revises, and is later");
    assertEquals(Optional.of(Decision.LATER), revised.decidedBy());
    second.fits.putAll(Map.of(0, 0.9, 1, 0.1));
    assertEquals(0, run(second, 3, Selection.BEST, 2).chosen());

    Scripted third = new Scripted(-1, 4, 2, 2);
    third.refusesReviewOf = 2;
    assertEquals(0, run(third, 3, Selection.BEST, 9).chosen(), "what it revises was rated lower");
  }

  @Test
  void aRefusedRevisionLeavesWhatThereWas() throws Exception {
    for (Selection selection : Selection.values()) {
      Scripted stage = new Scripted(-1, 4, 4);
      stage.refusesRevision = 2;
      Refinement out = run(stage, 3, selection, 2);
      assertEquals(1, out.chosen());
      assertEquals(2, out.rounds().size());
      assertEquals(StopReason.UNREVISED, out.stop());
      assertEquals(Optional.of("refused"), out.fault());
    }
  }

  /** What another time may mend is not the critic's word. */
  @Test
  void aSpentBudgetOrAServerThatIsGoneIsThrownOn() {
    for (ModelException fault :
        List.of(
            ModelException.permanentFault(Budget.REACHED, "spent"),
            ModelException.transientFault("timed_out", "later"))) {
      Scripted stage = new Scripted(-1, 4);
      stage.refusesReviewOf = 0;
      stage.refusal = fault;
      assertThrows(ModelException.class, () -> run(stage, 3, Selection.BEST, 2));
    }
  }

  @Test
  void aPlateauStopsAfterRevisionsWithoutABetterScore() throws Exception {
    Refinement out = run(new Scripted(-1, 3, 1, 1, 9), 3, Selection.BEST, 2);
    assertEquals(StopReason.PLATEAU, out.stop());
    assertEquals(3, out.rounds().size());
    assertEquals(0, out.chosen());
  }

  @Test
  void theLastRoundWinsAsInThePaperAndIsNotReviewed() throws Exception {
    Scripted stage = new Scripted(-1, 9, 1, 0);
    Refinement out = run(stage, 2, Selection.LAST, 1);
    assertEquals(2, Scripted.number(out.result()));
    assertEquals(new Assessment.Unreviewed(), out.rounds().get(2).assessment());
    assertEquals(4, stage.asked.size(), "no plateau, no review of the last draft");
  }

  @Test
  void depthZeroAsksNoCritic() throws Exception {
    Scripted stage = new Scripted(-1, 1);
    Refinement out = run(stage, 0, Selection.BEST, 2);
    assertEquals(List.of(), stage.asked);
    assertEquals(1, out.rounds().size());
    assertEquals(StopReason.DEPTH, out.stop());
  }
}
