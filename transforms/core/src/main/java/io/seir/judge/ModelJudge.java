package io.seir.judge;

import io.seir.ask.Budget;
import io.seir.blob.SamplePictures;
import io.seir.model.ChatReply;
import io.seir.model.ModelException;
import io.seir.prompt.FilledPrompt;
import io.seir.prompt.PromptSet;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SynJudge by the model in the judge role, which is asked for the four scores of every turn. What
 * is judged is inside tags that nothing within it can close. If the reply is unreadable twice in a
 * row, the turn is unscored. The model is not called if the rules already decide all scores.
 */
public final class ModelJudge implements Judge {
  private static final long serialVersionUID = 1;

  /** The value of {@code by} in its verdicts. */
  public static final String BY = "model";

  /** The value of {@code by} in verdicts that follow only from what is missing. */
  public static final String RULES = "rules";

  /** How the model is called. */
  private record Manner(
      int repeats, boolean probabilities, int historyImages, boolean perScale, boolean references)
      implements Serializable {}

  private final Manner manner;
  private final @Nullable Calibration calibration;

  private ModelJudge(Manner manner, @Nullable Calibration calibration) {
    this.manner = manner;
    this.calibration = calibration;
  }

  /** One call per turn for all four scales, with whole numbers. */
  public static ModelJudge plain() {
    return new ModelJudge(new Manner(1, false, 0, false, false), null);
  }

  private ModelJudge with(Manner other) {
    return new ModelJudge(other, calibration);
  }

  /** The mean of several calls. */
  public ModelJudge withRepeats(int askings) {
    if (askings < 1) {
      throw new IllegalArgumentException("repeats must be at least 1, not " + askings);
    }
    return with(
        new Manner(
            askings,
            manner.probabilities,
            manner.historyImages,
            manner.perScale,
            manner.references));
  }

  /** The expectation over the probabilities of the score tokens, if the server reports them. */
  public ModelJudge withProbabilities() {
    return with(
        new Manner(manner.repeats, true, manner.historyImages, manner.perScale, manner.references));
  }

  /**
   * Also shown the pictures of earlier turns, so that "the same cat" can be checked.
   *
   * @param most how many, the latest
   */
  public ModelJudge withHistoryImages(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("historyImages must be at least 0, not " + most);
    }
    return with(
        new Manner(manner.repeats, manner.probabilities, most, manner.perScale, manner.references));
  }

  /**
   * Asked about each scale separately, so that no score influences another: for TCC it sees no
   * picture, for IQ no words. This takes up to four calls instead of one; if the text or the
   * picture is missing, scales that this decides are not asked about.
   */
  public ModelJudge withEachScaleByItself() {
    return with(
        new Manner(
            manner.repeats, manner.probabilities, manner.historyImages, true, manner.references));
  }

  /** Shown the {@link Reference} in the line of a sample, if there is one. */
  public ModelJudge withReferences() {
    return with(
        new Manner(
            manner.repeats, manner.probabilities, manner.historyImages, manner.perScale, true));
  }

  /**
   * Scores corrected by a calibration of this judge.
   *
   * @throws IllegalArgumentException if it was learnt from features
   */
  public ModelJudge withCalibration(Calibration known) {
    if (!known.on().equals(Calibration.SCORES)) {
      throw new IllegalArgumentException(
          "this calibration was learnt from features, not from a judge's scores; make one with"
              + " ./seir calibrate --on scores");
    }
    return new ModelJudge(manner, known);
  }

  /** The number of calls for a turn with text and picture, without repeated calls. */
  public int callsPerTurn() {
    return manner.repeats * (manner.perScale ? JudgeDimension.values().length : 1);
  }

  @Override
  public List<Verdict> judge(JudgeContext context) throws ModelException {
    List<Verdict> verdicts = new ArrayList<>();
    for (int turn = 0; turn < context.sample().turns().size(); turn++) {
      Turn judged = context.sample().turns().get(turn);
      if (judged.fault().isPresent() && judged.image().isEmpty()) {
        verdicts.add(new Verdict.Unscored(judged.fault().get())); // it could not be read
        continue;
      }
      try {
        verdicts.add(verdict(context, turn));
      } catch (SamplePictures.UnreadableException e) {
        verdicts.add(new Verdict.Unscored(e.label()));
      }
    }
    return verdicts;
  }

  private Verdict verdict(JudgeContext context, int number)
      throws ModelException, SamplePictures.UnreadableException {
    Turn turn = context.sample().turns().get(number);
    boolean text = turn.answer().isPresent();
    boolean picture = turn.image().isPresent();
    if (!text && !picture) {
      return Verdict.ofNothing(RULES);
    }
    Map<JudgeDimension, Double> sum = new EnumMap<>(JudgeDimension.class);
    try {
      for (JudgeQuestion question : questions(context.sample(), number)) {
        JudgeQuestion.Filled filled = question.fill(context.sample(), number, context::read);
        for (int asking = 0; asking < manner.repeats; asking++) {
          context
              .ask(
                  number,
                  question.prompt(),
                  filled.values(),
                  filled.shown(),
                  asking,
                  manner.probabilities ? ScoreTokens.ALTERNATIVES : 0,
                  reply -> scores(reply, question.scales(), context.scaleNames()))
              .forEach((scale, score) -> sum.merge(scale, score / manner.repeats, Double::sum));
        }
      }
    } catch (ModelException e) {
      if (e.reason().equals(Budget.REACHED)) {
        throw e; // not done yet
      }
      return new Verdict.Unscored(e.reason());
    }
    for (JudgeDimension scale : JudgeDimension.values()) {
      sum.merge(scale, 0.0, Double::sum); // what is not asked for is 0 by the rules
    }
    sum.replaceAll((dimension, score) -> Math.min(Verdict.HIGHEST, score)); // rounding
    return calibration == null
        ? Verdict.of(sum, text, picture, BY)
        : Verdict.of(calibration.correct(sum), text, picture, BY + ", calibrated");
  }

  /**
   * A training example: the prompt about a turn, exactly as this judge asks, and the reply that the
   * model should give.
   *
   * @param reply a JSON object of the scores, under the prompts' names of the scales
   */
  public record Example(FilledPrompt asked, String reply) {}

  /**
   * The examples from a turn: one, or one per scale if this judge asks about scales separately. If
   * the turn lacks a text or a picture, the rules set scores to 0, whatever people said.
   *
   * @param number of the turn, from 0
   * @param scores whole numbers, 0 to 5; a question about a scale without a score yields no example
   * @throws SamplePictures.UnreadableException if the picture of the turn cannot be read
   */
  public List<Example> examples(
      PromptSet prompts,
      Sample sample,
      int number,
      SamplePictures pictures,
      Map<JudgeDimension, Integer> scores)
      throws SamplePictures.UnreadableException {
    Turn turn = sample.turns().get(number);
    Map<JudgeDimension, Integer> known = new EnumMap<>(JudgeDimension.class);
    known.putAll(scores);
    for (JudgeDimension scale : JudgeDimension.values()) {
      boolean missing =
          turn.answer().isEmpty() && JudgeQuestion.usesText(scale)
              || turn.image().isEmpty() && JudgeQuestion.usesPicture(scale);
      if (missing) {
        known.put(scale, Verdict.LOWEST);
      }
    }
    List<Example> examples = new ArrayList<>();
    for (JudgeQuestion question : questions(sample, number)) {
      if (known.keySet().containsAll(question.scales())) {
        FilledPrompt asked =
            question.asked(prompts, sample, number, image -> pictures.read(sample, image));
        String reply =
            question.scales().stream()
                .map(
                    scale ->
                        "\"%s\": %d"
                            .formatted(
                                prompts.scaleNames().getOrDefault(scale, scale.name()),
                                known.get(scale)))
                .collect(Collectors.joining(", ", "{", "}"));
        examples.add(new Example(asked, reply));
      }
    }
    return examples;
  }

  /** The questions about a turn: all scales at once, or each open scale separately. */
  List<JudgeQuestion> questions(Sample sample, int number) {
    return manner.perScale
        ? JudgeQuestion.ofEachScale(
            sample.turns().get(number), manner.historyImages, manner.references)
        : List.of(JudgeQuestion.ofAllScales(manner.historyImages, manner.references));
  }

  private static Map<JudgeDimension, Double> scores(
      ChatReply reply, List<JudgeDimension> scales, Map<JudgeDimension, String> names)
      throws ModelException {
    Map<JudgeDimension, Integer> whole = JudgeReplyParser.parse(reply.text(), scales, names);
    Map<JudgeDimension, Double> expected = ScoreTokens.expected(reply, scales, names);
    if (!expected.isEmpty()) {
      return expected;
    }
    Map<JudgeDimension, Double> scores = new EnumMap<>(JudgeDimension.class);
    whole.forEach((dimension, score) -> scores.put(dimension, score.doubleValue()));
    return scores;
  }
}
