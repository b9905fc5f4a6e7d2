package io.seir.pipeline;

import com.ezylang.evalex.EvaluationException;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which judged dialogues are accepted: all, or those whose every turn satisfies an expression over
 * the scores, such as {@code its>=4 && tcc>=3}.
 *
 * @param expression empty to accept all
 */
public record Acceptance(String expression) implements Serializable {
  private static final long serialVersionUID = 1;

  /** Every dialogue is accepted. */
  public static final Acceptance ALL = new Acceptance("");

  /** A turn's scores do not satisfy the expression. */
  static final String BELOW = "below";

  /** A turn has no scores. */
  static final String UNSCORED = "unscored";

  /** Enough dialogues with lower numbers have passed. */
  static final String SURPLUS = "surplus";

  private static final Pattern WORDS =
      Pattern.compile("(tcc|icc|iq|its|[0-9.]+|&&|\\|\\||[<>=!]=|[<>!()+*/-]|\\s)*");

  /**
   * @throws IllegalArgumentException if it is not such an expression
   */
  public Acceptance {
    expression = expression.strip().toLowerCase(Locale.ROOT);
    if (!expression.isEmpty()) {
      if (!WORDS.matcher(expression).matches()) {
        throw new IllegalArgumentException(
            "it may contain tcc, icc, iq, its, numbers, comparisons, &&, ||, ! and parentheses");
      }
    }
  }

  /**
   * An acceptance that was checked for every possible score.
   *
   * @throws IllegalArgumentException if it is not an expression, or fails for some scores
   */
  public static Acceptance checked(String expression) {
    Acceptance acceptance = new Acceptance(expression);
    int base = Verdict.HIGHEST + 1;
    int dimensions = JudgeDimension.values().length;
    for (int code = 0; acceptance.gates() && code < Math.pow(base, dimensions); code++) {
      Map<String, Integer> scores = new TreeMap<>();
      int rest = code;
      for (JudgeDimension dimension : JudgeDimension.values()) {
        scores.put(variable(dimension), rest % base);
        rest /= base;
      }
      holds(acceptance.expression, scores);
    }
    return acceptance;
  }

  /** Whether there is a condition. */
  public boolean gates() {
    return !expression.isEmpty();
  }

  /** Why a dialogue is not accepted; empty if it is. */
  public Optional<String> objection(Sample sample) {
    if (!gates()) {
      return Optional.empty();
    }
    for (Turn turn : sample.turns()) {
      if (!(turn.verdict().orElse(null) instanceof Verdict.Scored scored)) {
        return Optional.of(UNSCORED);
      }
      Map<String, Integer> values =
          scored.scores().entrySet().stream()
              .collect(Collectors.toMap(score -> variable(score.getKey()), Map.Entry::getValue));
      if (!holds(expression, values)) {
        return Optional.of(BELOW);
      }
    }
    return Optional.empty();
  }

  private static String variable(JudgeDimension dimension) {
    return dimension.name().toLowerCase(Locale.ROOT);
  }

  private static boolean holds(String expression, Map<String, Integer> values) {
    try {
      return Condition.value(expression, values);
    } catch (EvaluationException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }
}
