package io.seir.refine;

import io.seir.ask.Asker;
import io.seir.dialogue.Dialogue;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.ReplyReader;
import io.seir.prompt.History;
import io.seir.prompt.Prompt;
import java.util.List;
import java.util.Map;

/** Question refinement (METHOD, QR): topic, this turn's template and the history to a question. */
final class QuestionStage implements Stage<String> {
  private final Asker asker;
  private final String topic;
  private final String template;
  private final String history;

  QuestionStage(Asker asker, Dialogue dialogue) {
    this.asker = asker;
    this.topic = dialogue.seed().topic().text();
    this.template = dialogue.seed().templates().get(dialogue.turns().size());
    this.history = History.render(dialogue);
  }

  @Override
  public String first() throws ModelException {
    return ask(
        Prompt.QUESTION_DRAFT,
        Map.of("topic", topic, "template", template, "history", history),
        0,
        QuestionStage::question);
  }

  @Override
  public Critique review(String draft, int round) throws ModelException {
    return ask(
        Prompt.QUESTION_REVIEW,
        Map.of("topic", topic, "question", draft, "history", history),
        round,
        Critique::read);
  }

  @Override
  public String revise(String draft, String suggestion, int round) throws ModelException {
    return ask(
        Prompt.QUESTION_REVISE,
        Map.of("topic", topic, "question", draft, "suggestion", suggestion, "history", history),
        round,
        QuestionStage::question);
  }

  /** The critic's rating, less what a question over 50 words loses. */
  @Override
  public RoundScorer<String> scorer() {
    return RoundScorer.ratingWithin(WordCount.QUESTION_LIMIT);
  }

  private <T> T ask(Prompt prompt, Map<String, String> values, int round, Asker.Reading<T> reading)
      throws ModelException {
    return asker.ask(ModelRole.LANGUAGE, prompt, values, List.of(), round, reading);
  }

  private static String question(ReplyReader reply) throws ModelException {
    return reply.text("question");
  }
}
