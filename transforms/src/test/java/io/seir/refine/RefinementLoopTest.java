package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seir.dialogue.Assessment;
import io.seir.dialogue.Refinement;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.StopReason;
import io.seir.dialogue.Suggestion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefinementLoopTest {
  /** Drafts are numbers counted up; each has a scripted score; a critic accepts one of them. */
  private static final class Scripted implements Stage<Integer> {
    private final double[] scores;
    private final int accepts;
    final List<String> asked = new ArrayList<>();

    Scripted(int accepts, double... scores) {
      this.accepts = accepts;
      this.scores = scores;
    }

    @Override
    public Integer first() {
      return 0;
    }

    @Override
    public Critique review(Integer draft, int round) {
      asked.add("review " + draft);
      return new Critique(
          draft == accepts ? new Suggestion.Accept() : new Suggestion.Revise("not " + draft), 3);
    }

    @Override
    public Integer revise(Integer draft, String suggestion, int round) {
      asked.add("revise " + draft + " for '" + suggestion + "'");
      return round;
    }

    @Override
    public RoundScorer<Integer> scorer() {
      return (draft, critique) -> scores[draft];
    }
  }

  private static Refinement<Integer> run(
      Scripted stage, int depth, Selection selection, int plateau) throws Exception {
    return new RefinementLoop(depth, selection, plateau).run(stage, () -> StageUsage.NONE);
  }

  @Test
  void everyRoundDiscussesTheCurrentDraft() throws Exception {
    Scripted stage = new Scripted(2, 1, 2, 3);
    Refinement<Integer> out = run(stage, 3, Selection.BEST, 2);
    assertEquals(
        List.of("review 0", "revise 0 for 'not 0'", "review 1", "revise 1 for 'not 1'", "review 2"),
        stage.asked);
    assertEquals(2, out.result());
    assertEquals(StopReason.ACCEPTED, out.stop());
  }

  @Test
  void theBestRoundWinsAndTheEarliestOfEquals() throws Exception {
    Refinement<Integer> out = run(new Scripted(-1, 1, 4, 2, 4), 3, Selection.BEST, 3);
    assertEquals(1, out.chosen());
    assertEquals(4, out.rounds().size(), "all rounds are kept");
    assertEquals(StopReason.DEPTH, out.stop());
  }

  @Test
  void anAcceptedDraftMayScoreLessThanAnEarlierOne() throws Exception {
    Refinement<Integer> out = run(new Scripted(1, 4, 2), 3, Selection.BEST, 2);
    assertEquals(0, out.chosen());
    assertEquals(StopReason.ACCEPTED, out.stop());
  }

  @Test
  void aPlateauStopsAfterRevisionsInVain() throws Exception {
    Refinement<Integer> out = run(new Scripted(-1, 3, 1, 1, 9), 3, Selection.BEST, 2);
    assertEquals(StopReason.PLATEAU, out.stop());
    assertEquals(3, out.rounds().size());
    assertEquals(0, out.chosen());
  }

  @Test
  void theLastRoundWinsAsInThePaperAndIsNotReviewed() throws Exception {
    Scripted stage = new Scripted(-1, 9, 1, 0);
    Refinement<Integer> out = run(stage, 2, Selection.LAST, 1);
    assertEquals(2, out.result());
    assertEquals(new Assessment.Unreviewed(), out.rounds().get(2).assessment());
    assertEquals(4, stage.asked.size(), "no plateau, no review of the last draft");
  }

  @Test
  void depthZeroAsksNoCritic() throws Exception {
    Scripted stage = new Scripted(-1, 1);
    Refinement<Integer> out = run(stage, 0, Selection.BEST, 2);
    assertEquals(List.of(), stage.asked);
    assertEquals(1, out.rounds().size());
    assertEquals(StopReason.DEPTH, out.stop());
  }
}
