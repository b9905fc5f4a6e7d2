package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.sample.Draft;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.Map;

/**
 * Answer refinement (METHOD, AR): a question to a text answer and a caption, as one pair. An
 * existing pair is the first draft.
 */
public final class AnswerStage implements Stage {
  private static final long serialVersionUID = 1;

  /** Its name. */
  public static final String NAME = "answer";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Sample begin(Sample sample) throws ModelException {
    if (sample.last().flatMap(Turn::question).isEmpty()) {
      throw ModelException.permanentFault("no_question", "an answer needs a question");
    }
    return sample;
  }

  @Override
  public Draft draft(StageContext context) throws ModelException {
    Turn turn = context.turn();
    if (turn.answer().isPresent() && turn.caption().isPresent()) {
      return Draft.ofAnswer(turn.answer().get(), turn.caption().get());
    }
    return context.ask(
        PromptSet.ANSWER_DRAFT, Map.of("question", question(context)), 0, AnswerStage::pair);
  }

  @Override
  public Critique review(Draft draft, int round, StageContext context) throws ModelException {
    return context.ask(
        PromptSet.ANSWER_REVIEW,
        Map.of(
            "question", question(context),
            "answer", draft.theAnswer(),
            "caption", draft.theCaption()),
        round,
        Critique::read);
  }

  @Override
  public Draft revise(Draft draft, String suggestion, int round, StageContext context)
      throws ModelException {
    return context.ask(
        PromptSet.ANSWER_REVISE,
        Map.of(
            "question", question(context),
            "answer", draft.theAnswer(),
            "caption", draft.theCaption(),
            "suggestion", suggestion),
        round,
        AnswerStage::pair);
  }

  /** The critic's rating, minus a penalty for a caption of more than 65 words. */
  @Override
  public RoundScorer scorer() {
    return (draft, critique, context) ->
        WordCount.lessLength(critique.rating(), draft.theCaption(), WordCount.CAPTION_LIMIT);
  }

  private static String question(StageContext context) {
    return context.turn().question().orElseThrow();
  }

  private static Draft pair(ReplyReader reply) throws ModelException {
    return Draft.ofAnswer(reply.text("answer"), reply.text("caption"));
  }
}
