package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.ask.Budget;
import io.seir.blob.BlobStore;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.Turn;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.prompt.History;
import io.seir.prompt.Prompt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the judge about every turn of a dialogue, each with the turns before it as history. */
final class TurnJudge {
  private final Asker asker;
  private final BlobStore pictures;

  TurnJudge(Asker asker, BlobStore pictures) {
    this.asker = asker;
    this.pictures = pictures;
  }

  /** A turn whose picture or reply cannot be had is unscored; the dialogue stays. */
  JudgedDialogue judge(Dialogue dialogue) throws ModelException {
    List<Verdict> verdicts = new ArrayList<>();
    StageUsage usage = StageUsage.NONE;
    for (int t = 0; t < dialogue.turns().size(); t++) {
      Asker atTurn = asker.atTurn(t);
      Dialogue before = new Dialogue(dialogue.seed(), dialogue.turns().subList(0, t));
      verdicts.add(verdict(atTurn, dialogue.turns().get(t), History.render(before)));
      usage = usage.plus(atTurn.usage());
    }
    return new JudgedDialogue(dialogue, verdicts, usage);
  }

  private Verdict verdict(Asker atTurn, Turn turn, String history) throws ModelException {
    try {
      Map<JudgeDimension, Integer> scores =
          atTurn.ask(
              ModelRole.JUDGE,
              Prompt.JUDGE,
              Map.of("question", turn.question(), "answer", turn.answer(), "history", history),
              List.of(pictures.get(turn.image())),
              0,
              JudgeReplyParser::parse);
      return Verdict.byTheRules(scores, !turn.answer().isBlank(), true);
    } catch (ModelException e) {
      if (e.reason().equals(Budget.REACHED)) {
        throw e; // the dialogue is not done yet
      }
      return new Verdict.Unscored(e.reason());
    } catch (IOException e) {
      return new Verdict.Unscored("picture_unreadable");
    }
  }
}
