package io.seir.judge;

import io.seir.ask.Budget;
import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.prompt.PromptSet;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Adds to another judge's scores a rating of every question by the model in the judge role. None of
 * the four scales is about the question, so the effect of question refinement would otherwise not
 * be visible.
 */
public final class QuestionJudge implements Judge {
  private static final long serialVersionUID = 1;

  private final Judge judge;

  private QuestionJudge(Judge judge) {
    this.judge = judge;
  }

  /**
   * With the rating of questions.
   *
   * @param judge the judge that gives the four scores
   */
  public static QuestionJudge with(Judge judge) {
    return new QuestionJudge(judge);
  }

  @Override
  public List<Verdict> judge(JudgeContext context) throws ModelException {
    List<Verdict> verdicts = new ArrayList<>(judge.judge(context));
    for (int turn = 0; turn < verdicts.size(); turn++) {
      if (verdicts.get(turn) instanceof Verdict.Scored scored) {
        verdicts.set(
            turn,
            new Verdict.Scored(
                scored.scores(), scored.expected(), scored.by(), rating(context, turn)));
      }
    }
    return verdicts;
  }

  /** Absent if the judge refuses or its reply cannot be read. */
  private static OptionalDouble rating(JudgeContext context, int number) throws ModelException {
    Turn turn = context.sample().turns().get(number);
    try {
      return context.ask(
          number,
          PromptSet.JUDGE_QUESTION,
          Map.of(
              "topic", context.sample().topic().map(Topic::text).orElse(""),
              "question", turn.question().orElse("")),
          List.of(),
          0,
          0,
          reply -> {
            OptionalDouble rating =
                ReplyReader.of(reply.text()).rating(Verdict.QUESTION, Verdict.HIGHEST);
            if (rating.isEmpty()) {
              throw ReplyReader.malformed("no rating of the question found in: " + reply.text());
            }
            return rating;
          });
    } catch (ModelException e) {
      if (e.kind() != ModelException.Kind.PERMANENT || e.reason().equals(Budget.REACHED)) {
        throw e;
      }
      return OptionalDouble.empty();
    }
  }
}
