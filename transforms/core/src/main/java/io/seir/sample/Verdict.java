package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The judge's verdict on a turn: four scores, or why there are none. Scores are never invented. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Verdict.Scored.class, name = "scored"),
  @JsonSubTypes.Type(value = Verdict.Unscored.class, name = "unscored")
})
public sealed interface Verdict {
  /** Lowest score. */
  int LOWEST = 0;

  /** Highest score. */
  int HIGHEST = 5;

  /**
   * One whole number per dimension.
   *
   * @param expected the same before rounding: the expectation over the probabilities of the score's
   *     tokens, or the mean of several calls, or the output of a calibration
   * @param by which judge decided: {@code model}, {@code fast} or {@code rules}
   * @param question the rating of the question, 0 to 5, if requested; used only in ablations
   */
  record Scored(
      Map<JudgeDimension, Integer> scores,
      Map<JudgeDimension, Double> expected,
      String by,
      OptionalDouble question)
      implements Verdict {
    public Scored {
      scores = Map.copyOf(scores);
      expected = Map.copyOf(expected);
      for (JudgeDimension dimension : JudgeDimension.values()) {
        Integer score = scores.get(dimension);
        if (score == null || score < LOWEST || score > HIGHEST) {
          throw new IllegalArgumentException(dimension + " is " + score + ", not 0 to 5");
        }
        Double before = expected.get(dimension);
        if (before == null || !(before >= LOWEST && before <= HIGHEST)) {
          throw new IllegalArgumentException(dimension + " is " + before + ", not 0 to 5");
        }
      }
    }
  }

  /** The name of the question rating, next to the four scales. */
  String QUESTION = "QR";

  /** No scores; not part of any mean. */
  record Unscored(String reason) implements Verdict {}

  /** The score on a scale as a whole number; absent if the turn is unscored. */
  default OptionalInt score(JudgeDimension dimension) {
    return this instanceof Scored scored
        ? OptionalInt.of(Objects.requireNonNull(scored.scores().get(dimension)))
        : OptionalInt.empty();
  }

  /** The rating of the question; absent if it was not requested. */
  default OptionalDouble questionRating() {
    return this instanceof Scored scored ? scored.question() : OptionalDouble.empty();
  }

  /** The verdict on a turn with neither text nor picture: 0 on every scale. */
  static Scored ofNothing(String by) {
    Map<JudgeDimension, Double> none = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      none.put(dimension, (double) LOWEST);
    }
    return of(none, false, false, by);
  }

  /** A verdict from expected scores, rounded, after applying the fixed rules. */
  static Scored of(Map<JudgeDimension, Double> expected, boolean text, boolean picture, String by) {
    Map<JudgeDimension, Double> ruled = byTheRules(expected, text, picture);
    Map<JudgeDimension, Integer> whole = new EnumMap<>(JudgeDimension.class);
    ruled.forEach((dimension, score) -> whole.put(dimension, (int) Math.round(score)));
    return new Scored(whole, ruled, by, OptionalDouble.empty());
  }

  /** No text makes TCC and ITS 0; no picture makes ICC, IQ and ITS 0. */
  private static Map<JudgeDimension, Double> byTheRules(
      Map<JudgeDimension, Double> given, boolean text, boolean picture) {
    Map<JudgeDimension, Double> scores = new EnumMap<>(given);
    if (!text) {
      scores.put(JudgeDimension.TCC, (double) LOWEST);
    }
    if (!picture) {
      scores.put(JudgeDimension.ICC, (double) LOWEST);
      scores.put(JudgeDimension.IQ, (double) LOWEST);
    }
    if (!text || !picture) {
      scores.put(JudgeDimension.ITS, (double) LOWEST);
    }
    return scores;
  }
}
