package io.seir.judge;

import io.seir.ask.Asker;
import io.seir.blob.BlobStore;
import io.seir.dialogue.Dialogue;
import io.seir.dialogue.Exchange;
import io.seir.dialogue.StageUsage;
import io.seir.dialogue.Turn;
import io.seir.model.ModelException;
import io.seir.prompt.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    Exchange exchange =
        new Exchange(turn.question(), turn.answer(), turn.caption(), turn.image().uri());
    try {
      return SynJudge.PLAIN.judge(
          atTurn, exchange, Optional.of(pictures.get(turn.image())), history);
    } catch (IOException e) {
      return new Verdict.Unscored("picture_unreadable");
    }
  }
}
