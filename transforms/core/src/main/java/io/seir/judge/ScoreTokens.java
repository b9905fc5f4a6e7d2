package io.seir.judge;

import io.seir.model.ChatReply;
import io.seir.model.TokenChoice;
import io.seir.sample.JudgeDimension;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The expectation of each score over the probabilities of its token: finer than the whole number in
 * the reply. Works only if the server reports probabilities and the reply names each scale once.
 */
final class ScoreTokens {
  /** Number of most likely tokens to request: six digits, with and without a preceding space. */
  static final int ALTERNATIVES = 12;

  /** The digits 0 to 5 together must have at least this much probability. */
  private static final double ENOUGH = 0.5;

  private ScoreTokens() {}

  /**
   * The expectations; empty unless all requested scales have one.
   *
   * @param labels the judge's names for them, if they differ from the standard names
   */
  static Map<JudgeDimension, Double> expected(
      ChatReply reply, List<JudgeDimension> scales, Map<JudgeDimension, String> labels) {
    List<Integer> starts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (TokenChoice choice : reply.choices()) {
      starts.add(text.length());
      text.append(choice.token());
    }
    Map<JudgeDimension, Double> expected = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : scales) {
      String label = Pattern.quote(labels.getOrDefault(dimension, dimension.name()));
      Matcher place =
          Pattern.compile("(?<![\\w-])" + label + "\"?[ \\t]*:\\s*\"?([0-5])").matcher(text);
      if (!place.find()) {
        return Map.of();
      }
      int digit = place.start(1);
      int token = token(starts, digit);
      TokenChoice choice = reply.choices().get(token);
      OptionalDouble mean =
          place.find() || !choice.token().strip().equals(text.substring(digit, digit + 1))
              ? OptionalDouble.empty()
              : mean(choice);
      if (mean.isEmpty()) {
        return Map.of();
      }
      expected.put(dimension, mean.getAsDouble());
    }
    return expected;
  }

  private static int token(List<Integer> starts, int at) {
    int token = starts.size() - 1;
    while (starts.get(token) > at) {
      token--;
    }
    return token;
  }

  private static OptionalDouble mean(TokenChoice choice) {
    double sum = 0;
    double total = 0;
    for (Map.Entry<String, Double> other : choice.alternatives().entrySet()) {
      String digit = other.getKey().strip();
      if (digit.length() == 1 && digit.charAt(0) >= '0' && digit.charAt(0) <= '5') {
        double probability = Math.exp(other.getValue());
        sum += probability * (digit.charAt(0) - '0');
        total += probability;
      }
    }
    return total < ENOUGH ? OptionalDouble.empty() : OptionalDouble.of(sum / total);
  }
}
