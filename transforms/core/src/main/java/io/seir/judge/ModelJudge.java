package io.seir.judge;

import io.seir.ask.Budget;
import io.seir.blob.SamplePictures;
import io.seir.model.ChatReply;
import io.seir.model.ModelException;
import io.seir.prompt.PromptSet;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Picture;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SynJudge by the model in the judge role: asks it for the four scores of every turn. What is
 * judged stands escaped inside tags, so nothing in it can close them; a reply that is not read
 * twice running is unscored. No model is asked where the rules leave nothing open.
 */
public final class ModelJudge implements Judge {
  private static final long serialVersionUID = 1;

  /** By what its verdicts are known. */
  public static final String BY = "model";

  /** By what verdicts are known that follow from what is missing alone. */
  public static final String RULES = "rules";

  private final int repeats;
  private final boolean probabilities;
  private final int historyImages;
  private final @Nullable Calibration calibration;

  private ModelJudge(
      int repeats, boolean probabilities, int historyImages, @Nullable Calibration calibration) {
    this.repeats = repeats;
    this.probabilities = probabilities;
    this.historyImages = historyImages;
    this.calibration = calibration;
  }

  /** One asking per turn, whole numbers. */
  public static ModelJudge plain() {
    return new ModelJudge(1, false, 0, null);
  }

  /** The mean of several askings. */
  public ModelJudge withRepeats(int askings) {
    if (askings < 1) {
      throw new IllegalArgumentException("repeats must be at least 1, not " + askings);
    }
    return new ModelJudge(askings, probabilities, historyImages, calibration);
  }

  /** The expectation over the probabilities of the score tokens, where the server gives them. */
  public ModelJudge withProbabilities() {
    return new ModelJudge(repeats, true, historyImages, calibration);
  }

  /**
   * Shown the pictures of earlier turns before that of the turn, so that "the same cat" can be
   * checked.
   *
   * @param most how many, the latest
   */
  public ModelJudge withHistoryImages(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("historyImages must be at least 0, not " + most);
    }
    return new ModelJudge(repeats, probabilities, most, calibration);
  }

  /**
   * Scores corrected by a calibration of this judge.
   *
   * @throws IllegalArgumentException if it is one of features
   */
  public ModelJudge withCalibration(Calibration known) {
    if (!known.on().equals(Calibration.SCORES)) {
      throw new IllegalArgumentException(
          "this calibration is of the fast judge's features, not of scores");
    }
    return new ModelJudge(repeats, probabilities, historyImages, known);
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
        verdicts.add(verdict(context, turn, context.picture(turn)));
      } catch (SamplePictures.UnreadableException e) {
        verdicts.add(new Verdict.Unscored(e.label()));
      }
    }
    return verdicts;
  }

  private Verdict verdict(JudgeContext context, int number, Optional<Picture> picture)
      throws ModelException {
    boolean text = context.sample().turns().get(number).answer().isPresent();
    if (!text && picture.isEmpty()) {
      return Verdict.ofNothing(RULES);
    }
    Map<JudgeDimension, Double> sum = new EnumMap<>(JudgeDimension.class);
    try {
      for (int asking = 0; asking < repeats; asking++) {
        ask(context, number, picture, asking)
            .forEach((dimension, score) -> sum.merge(dimension, score / repeats, Double::sum));
      }
    } catch (ModelException e) {
      if (e.reason().equals(Budget.REACHED)) {
        throw e; // not done yet
      }
      return new Verdict.Unscored(e.reason());
    }
    sum.replaceAll((dimension, score) -> Math.min(Verdict.HIGHEST, score)); // rounding
    return calibration == null
        ? Verdict.of(sum, text, picture.isPresent(), BY)
        : Verdict.of(calibration.correct(sum), text, picture.isPresent(), BY + ", calibrated");
  }

  private Map<JudgeDimension, Double> ask(
      JudgeContext context, int number, Optional<Picture> picture, int asking)
      throws ModelException {
    Turn turn = context.sample().turns().get(number);
    return context.ask(
        number,
        PromptSet.JUDGE,
        Map.of("question", turn.question().orElse(""), "answer", turn.answer().orElse("")),
        picture.isPresent() ? shown(context, number, picture.get()) : List.of(),
        asking,
        probabilities ? ScoreTokens.ALTERNATIVES : 0,
        ModelJudge::scores);
  }

  /** The picture of the turn, last, and before it those of earlier turns that can be had. */
  private List<Picture> shown(JudgeContext context, int number, Picture picture) {
    List<Picture> shown = new ArrayList<>(List.of(picture));
    for (int turn = number - 1; turn >= 0 && shown.size() <= historyImages; turn--) {
      try {
        context.picture(turn).ifPresent(earlier -> shown.add(0, earlier));
      } catch (SamplePictures.UnreadableException e) {
        continue; // what is judged is another picture
      }
    }
    return shown;
  }

  private static Map<JudgeDimension, Double> scores(ChatReply reply) throws ModelException {
    Map<JudgeDimension, Integer> whole = JudgeReplyParser.parse(reply.text());
    Map<JudgeDimension, Double> expected = ScoreTokens.expected(reply);
    if (!expected.isEmpty()) {
      return expected;
    }
    Map<JudgeDimension, Double> scores = new EnumMap<>(JudgeDimension.class);
    whole.forEach((dimension, score) -> scores.put(dimension, score.doubleValue()));
    return scores;
  }
}
