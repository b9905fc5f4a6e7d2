package io.seir.refine;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.sample.Draft;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.util.List;
import java.util.Map;

/**
 * Question refinement (METHOD, QR): topic, this turn's template and the history to a question. It
 * starts a new turn, unless the last turn consists only of a question, which is then the first
 * draft.
 */
public final class QuestionStage implements Stage {
  private static final long serialVersionUID = 1;

  /** Its name. */
  public static final String NAME = "question";

  /** The sentence pattern for turns without a template: anything. */
  private static final String ANY = "***";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Sample begin(Sample sample) throws ModelException {
    if (sample.topic().isEmpty()) {
      throw ModelException.permanentFault("no_topic", "a question needs a topic");
    }
    boolean open = sample.last().filter(QuestionStage::isOpen).isPresent();
    return open ? sample : sample.plus(Turn.EMPTY);
  }

  private static boolean isOpen(Turn turn) {
    return turn.answer().isEmpty() && turn.image().isEmpty();
  }

  @Override
  public Draft draft(StageContext context) throws ModelException {
    if (context.turn().question().isPresent()) {
      return Draft.ofQuestion(context.turn().question().get());
    }
    List<String> templates = context.sample().templates();
    int turn = context.sample().turns().size() - 1;
    return context.ask(
        PromptSet.QUESTION_DRAFT,
        Map.of(
            "topic",
            topic(context),
            "template",
            turn < templates.size() ? templates.get(turn) : ANY),
        0,
        QuestionStage::question);
  }

  @Override
  public Critique review(Draft draft, int round, StageContext context) throws ModelException {
    return context.ask(
        PromptSet.QUESTION_REVIEW,
        Map.of("topic", topic(context), "question", draft.theQuestion()),
        round,
        Critique::read);
  }

  @Override
  public Draft revise(Draft draft, String suggestion, int round, StageContext context)
      throws ModelException {
    return context.ask(
        PromptSet.QUESTION_REVISE,
        Map.of("topic", topic(context), "question", draft.theQuestion(), "suggestion", suggestion),
        round,
        QuestionStage::question);
  }

  /** The critic's rating, minus a penalty for a question of more than 50 words. */
  @Override
  public RoundScorer scorer() {
    return (draft, critique, context) ->
        WordCount.lessLength(critique.rating(), draft.theQuestion(), WordCount.QUESTION_LIMIT);
  }

  private static String topic(StageContext context) {
    return context.sample().topic().orElseThrow().text();
  }

  private static Draft question(ReplyReader reply) throws ModelException {
    return Draft.ofQuestion(reply.text("question"));
  }
}
