package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.dialogue.AnswerDraft;
import io.seir.dialogue.AskedTurn;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ReplyReader;
import io.seir.prompt.History;
import io.seir.prompt.Prompt;
import java.util.List;
import java.util.Map;

/** Answer refinement (METHOD, AR): a question to a text answer and a caption, as one pair. */
final class AnswerStage implements Stage<AnswerDraft> {
  private final Asker asker;
  private final String question;
  private final String history;

  AnswerStage(Asker asker, AskedTurn turn) {
    this.asker = asker;
    this.question = turn.question().result();
    this.history = History.render(turn.history());
  }

  @Override
  public AnswerDraft first() throws ModelException {
    return ask(
        Prompt.ANSWER_DRAFT,
        Map.of("question", question, "history", history),
        0,
        AnswerStage::pair);
  }

  @Override
  public Critique review(AnswerDraft draft, int round) throws ModelException {
    return ask(
        Prompt.ANSWER_REVIEW,
        Map.of(
            "question",
            question,
            "answer",
            draft.answer(),
            "caption",
            draft.caption(),
            "history",
            history),
        round,
        Critique::read);
  }

  @Override
  public AnswerDraft revise(AnswerDraft draft, String suggestion, int round) throws ModelException {
    return ask(
        Prompt.ANSWER_REVISE,
        Map.of(
            "question", question,
            "answer", draft.answer(),
            "caption", draft.caption(),
            "suggestion", suggestion,
            "history", history),
        round,
        AnswerStage::pair);
  }

  /** The critic's rating, less what a caption over 65 words loses. */
  @Override
  public RoundScorer<AnswerDraft> scorer() {
    RoundScorer<String> caption = RoundScorer.ratingWithin(WordCount.CAPTION_LIMIT);
    return (draft, critique) -> caption.score(draft.caption(), critique);
  }

  private <T> T ask(Prompt prompt, Map<String, String> values, int round, Asker.Reading<T> reading)
      throws ModelException {
    return asker.ask(ModelRole.LANGUAGE, prompt, values, List.of(), round, reading);
  }

  static AnswerDraft pair(ReplyReader reply) throws ModelException {
    return new AnswerDraft(reply.text("answer"), reply.text("caption"));
  }
}
