package io.seir.judge;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.EnumMap;
import java.util.Map;

/** What the judge says of a turn: four scores, or why there are none. Never an invented score. */
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

  /** One whole number a dimension. */
  record Scored(Map<JudgeDimension, Integer> scores) implements Verdict {
    public Scored {
      scores = Map.copyOf(scores);
      for (JudgeDimension dimension : JudgeDimension.values()) {
        Integer score = scores.get(dimension);
        if (score == null || score < LOWEST || score > HIGHEST) {
          throw new IllegalArgumentException(dimension + " is " + score + ", not 0 to 5");
        }
      }
    }
  }

  /** No scores; enters no mean. */
  record Unscored(String reason) implements Verdict {}

  /** The scores after the fixed rules: no text makes TCC and ITS 0, no picture ICC, IQ and ITS. */
  static Scored byTheRules(Map<JudgeDimension, Integer> given, boolean text, boolean picture) {
    Map<JudgeDimension, Integer> scores = new EnumMap<>(given);
    if (!text) {
      scores.put(JudgeDimension.TCC, LOWEST);
    }
    if (!picture) {
      scores.put(JudgeDimension.ICC, LOWEST);
      scores.put(JudgeDimension.IQ, LOWEST);
    }
    if (!text || !picture) {
      scores.put(JudgeDimension.ITS, LOWEST);
    }
    return new Scored(scores);
  }
}
