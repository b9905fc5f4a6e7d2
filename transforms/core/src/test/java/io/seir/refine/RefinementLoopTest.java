package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.seir.blob.LocalBlobStore;
import io.seir.sample.Assessment;
import io.seir.sample.Draft;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.StageUsage;
import io.seir.sample.StopReason;
import io.seir.sample.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefinementLoopTest {
  /** Drafts are numbers counted up; each has a scripted score; a critic accepts one of them. */
  private static final class Scripted implements Stage {
    private static final long serialVersionUID = 1;

    private final double[] scores;
    private final int accepts;
    final List<String> asked = new ArrayList<>();

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
    public Critique review(Draft draft, int round, StageContext context) {
      asked.add("review " + number(draft));
      return new Critique(
          number(draft) == accepts
              ? new Suggestion.Accept()
              : new Suggestion.Revise("not " + number(draft)),
          3);
    }

    @Override
    public Draft revise(Draft draft, String suggestion, int round, StageContext context) {
      asked.add("revise " + number(draft) + " for '" + suggestion + "'");
      return draft(round);
    }

    @Override
    public RoundScorer scorer() {
      return (draft, critique, context) -> scores[number(draft)];
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
  void theBestRoundWinsAndTheEarliestOfEquals() throws Exception {
    Refinement out = run(new Scripted(-1, 1, 4, 2, 4), 3, Selection.BEST, 3);
    assertEquals(1, out.chosen());
    assertEquals(4, out.rounds().size(), "all rounds are kept");
    assertEquals(StopReason.DEPTH, out.stop());
  }

  @Test
  void anAcceptedDraftMayScoreLessThanAnEarlierOne() throws Exception {
    Refinement out = run(new Scripted(1, 4, 2), 3, Selection.BEST, 2);
    assertEquals(0, out.chosen());
    assertEquals(StopReason.ACCEPTED, out.stop());
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
