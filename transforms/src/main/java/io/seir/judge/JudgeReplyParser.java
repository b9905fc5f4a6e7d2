package io.seir.judge;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import java.util.EnumMap;
import java.util.Map;

/** Reads the four scores of a judge's reply: all four, whole, 0 to 5, or it is malformed. */
final class JudgeReplyParser {
  private JudgeReplyParser() {}

  static Map<JudgeDimension, Integer> parse(ReplyReader reply) throws ModelException {
    Map<JudgeDimension, Integer> scores = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      double value = reply.number(dimension.name(), Verdict.LOWEST, Verdict.HIGHEST);
      if (value != Math.rint(value)) {
        throw ReplyReader.malformed(dimension + " is no whole number: " + value);
      }
      scores.put(dimension, (int) value);
    }
    return scores;
  }
}
