package io.seir.pipeline;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.parser.ParseException;
import io.seir.sample.Feature;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Refinement;
import io.seir.sample.Sample;
import io.seir.sample.Topic;
import io.seir.sample.Turn;
import io.seir.sample.Verdict;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * An expression over what is known about a turn, such as {@code its>=4 && domain=="nature"}. It
 * holds for a sample if it holds for every turn; a turn without a field that the expression names
 * does not satisfy it.
 *
 * @param expression with fields, numbers, texts in quotes, comparisons, {@code &&}, {@code ||},
 *     {@code !}, arithmetic and parentheses
 */
public record Condition(String expression) implements Serializable {
  private static final long serialVersionUID = 1;

  /** No functions: some are random or depend on the time. */
  private static final ExpressionConfiguration LANGUAGE =
      ExpressionConfiguration.builder()
          .functionDictionary(new MapBasedFunctionDictionary())
          .arraysAllowed(false)
          .structuresAllowed(false)
          .binaryAllowed(false)
          .implicitMultiplicationAllowed(false)
          .singleQuoteStringLiteralsAllowed(true)
          .build();

  private static final List<String> STAGES = List.of("question", "answer", "image");
  private static final Map<String, Object> FIELDS = fields();

  private static Map<String, Object> fields() {
    Map<String, Object> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (JudgeDimension scale : JudgeDimension.values()) {
      fields.put(scale.name().toLowerCase(Locale.ROOT), 1);
    }
    for (Feature feature : Feature.values()) {
      fields.put(feature.key(), 1);
    }
    for (String stage : STAGES) {
      fields.put(stage + "Rounds", 1);
      fields.put(stage + "Stop", "");
    }
    fields.put("turns", 1);
    fields.put("flags", 1);
    fields.putAll(Map.of("id", "", "system", "", "topic", "", "domain", "", "category", ""));
    return fields;
  }

  /**
   * @throws IllegalArgumentException what is wrong with the expression
   */
  public Condition {
    expression = expression.strip();
    if (expression.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    for (String name : variables(expression)) {
      if (!FIELDS.containsKey(name)) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is not a field; did you mean "
                + nearest(name)
                + "? The fields are "
                + names());
      }
    }
    evaluate(expression, FIELDS); // says so if it compares nothing
  }

  /** The names of all fields, for help texts. */
  public static String names() {
    return String.join(", ", FIELDS.keySet());
  }

  private static String nearest(String name) {
    return FIELDS.keySet().stream()
        .min(
            Comparator.comparingInt(
                field ->
                    LevenshteinDistance.getDefaultInstance()
                        .apply(field.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  private static Set<String> variables(String expression) {
    try {
      return new Expression(expression, LANGUAGE).getUsedVariables();
    } catch (ParseException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether it holds for known values; false if it cannot be evaluated, such as 1/0. */
  private static boolean evaluate(String expression, Map<String, ?> values) {
    try {
      return value(expression, values);
    } catch (EvaluationException e) {
      return false;
    }
  }

  /**
   * Evaluates an expression.
   *
   * @throws EvaluationException if it cannot be evaluated with these values
   * @throws IllegalArgumentException if it is not an expression, or has no comparison
   */
  static boolean value(String expression, Map<String, ?> values) throws EvaluationException {
    try {
      var value = new Expression(expression, LANGUAGE).withValues(values).evaluate();
      if (!value.isBooleanValue()) {
        throw new IllegalArgumentException("it contains no comparison");
      }
      return value.getBooleanValue();
    } catch (ParseException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether it holds for every turn; never for a sample without turns. */
  public boolean holds(Sample sample) {
    Set<String> used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    used.addAll(variables(expression));
    return !sample.turns().isEmpty()
        && sample.turns().stream()
            .allMatch(
                turn -> {
                  Map<String, Object> values = values(sample, turn);
                  return values.keySet().containsAll(used) && evaluate(expression, values);
                });
  }

  private static Map<String, Object> values(Sample sample, Turn turn) {
    Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.put("id", sample.id());
    values.put("turns", sample.turns().size());
    values.put("flags", turn.flags().size());
    sample.system().ifPresent(name -> values.put("system", name));
    Optional<Topic> topic = sample.topic();
    topic.ifPresent(about -> values.put("topic", about.text()));
    topic.flatMap(Topic::domain).ifPresent(name -> values.put("domain", name));
    topic.flatMap(Topic::category).ifPresent(name -> values.put("category", name));
    if (turn.verdict().orElse(null) instanceof Verdict.Scored scored) {
      scored.scores().forEach((scale, score) -> values.put(scale.name(), score));
    }
    turn.features()
        .ifPresent(
            known ->
                Stream.of(Feature.values())
                    .forEach(
                        feature ->
                            known.get(feature).ifPresent(v -> values.put(feature.key(), v))));
    for (String stage : STAGES) {
      Optional<Refinement> made = turn.lineageOf(stage);
      made.ifPresent(
          rounds -> {
            values.put(stage + "Rounds", rounds.rounds().size());
            values.put(stage + "Stop", rounds.stop().name());
          });
    }
    return values;
  }
}
