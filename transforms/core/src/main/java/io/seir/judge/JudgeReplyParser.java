package io.seir.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the scores from a judge's reply, in JSON or in lines of text. All requested scores must be
 * there as whole numbers from 0 to 5, without contradictions; otherwise the reply is malformed.
 * Nothing is guessed: a missing scale, a range, a number out of bounds or two different numbers for
 * one scale make the reply malformed.
 */
final class JudgeReplyParser {
  private static final int MAX_CHARACTERS = 20_000;
  private static final List<String> WORDS = List.of("zero", "one", "two", "three", "four", "five");
  private static final String END_OF_THOUGHT = "</think>";

  /** "its" and "iq" in small letters are words like any other. */
  private static final Map<JudgeDimension, String> NAMES =
      new EnumMap<>(
          Map.of(
              JudgeDimension.TCC,
              "(?i:tcc|text[ _-]content(?:[ _-]completeness)?|text[ _-]response[ _-]quality)",
              JudgeDimension.ICC,
              "(?i:icc|image[ _-]content(?:[ _-](?:completeness|quality))?)",
              JudgeDimension.IQ,
              "(?:IQ|(?i:image[ _-](?:aesthetic[ _-])?quality))",
              JudgeDimension.ITS,
              "(?:ITS|(?i:(?:image[ _-]text|text[ _-]image)[ _-]synergy))"));

  private static final String NUMBER = "-?\\d{1,4}+(?:\\.\\d{1,4}+)?+";
  private static final String WORD = "(?i:zero|one|two|three|four|five)";

  /** What may follow a value: optionally "of 5", but no range and no other number. */
  private static final String END =
      "(?:[ \\t]{0,3}+(?:/|out of|of)[ \\t]{0,3}+(?:5(?:\\.0)?+|five)(?!\\d))?+"
          + "(?![\\w%]|\\.\\d|[ \\t]{0,3}+(?:-|–|to\\b|or\\b|/)[ \\t]{0,3}+\\w)";

  private static final Pattern VALUE =
      Pattern.compile("\\s{0,8}+(" + NUMBER + "|" + WORD + ")" + END + "\\s{0,8}+");

  private static final Map<JudgeDimension, Pattern> LINES = lines();

  /** Patterns for custom labels; there are as few as there are judges in a process. */
  private static final Map<String, Pattern> LABEL_LINES = new ConcurrentHashMap<>();

  private JudgeReplyParser() {}

  /**
   * A name, optionally with markup and a remark in brackets, and on the same line a value: after a
   * colon or similar, or, for digits, after just a space. All repetitions are bounded, so that no
   * reply takes long.
   */
  private static Map<JudgeDimension, Pattern> lines() {
    Map<JudgeDimension, Pattern> lines = new EnumMap<>(JudgeDimension.class);
    NAMES.forEach((dimension, names) -> lines.put(dimension, line(names)));
    return lines;
  }

  private static Pattern line(String names) {
    return Pattern.compile(
        "(?<![\\w-])"
            + names
            + "(?![\\w-])[\"'`*_)\\]]{0,4}+(?:[ \\t]{0,3}+\\([^()\\n]{0,40}+\\))?+"
            + "[\"'`*_]{0,4}+[ \\t]{0,8}+(?:(?i:score)[ \\t]{0,3}+)?+"
            + "(?:(?:is\\b|[:：=→–|-])[ \\t\"'`*_(\\[]{0,8}+("
            + NUMBER
            + "|"
            + WORD
            + ")|("
            + NUMBER
            + "))"
            + END);
  }

  /** All four scales under their own names. */
  static Map<JudgeDimension, Integer> parse(String reply) throws ModelException {
    return parse(reply, List.of(JudgeDimension.values()), Map.of());
  }

  /**
   * Some scales.
   *
   * @param labels the judge's names for them, if they differ; the standard names are also read
   */
  static Map<JudgeDimension, Integer> parse(
      String reply, List<JudgeDimension> scales, Map<JudgeDimension, String> labels)
      throws ModelException {
    if (reply.length() > MAX_CHARACTERS) {
      throw ReplyReader.malformed("a judge's reply of " + reply.length() + " characters");
    }
    int thought = reply.lastIndexOf(END_OF_THOUGHT);
    String said = thought < 0 ? reply : reply.substring(thought + END_OF_THOUGHT.length());
    Optional<ReplyReader> json = json(said, scales, labels);
    Map<JudgeDimension, Integer> scores = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : scales) {
      Set<Integer> found = inLines(said, dimension, labels);
      if (json.isPresent()) {
        found.add(inJson(json.get(), dimension, labels));
      }
      if (found.size() != 1) {
        throw ReplyReader.malformed(
            dimension + (found.isEmpty() ? " has no score" : " has the scores " + found));
      }
      scores.put(dimension, found.iterator().next());
    }
    return scores;
  }

  /** The object in the reply, if there is one that names a scale. */
  private static Optional<ReplyReader> json(
      String said, List<JudgeDimension> scales, Map<JudgeDimension, String> labels) {
    try {
      ReplyReader reader = ReplyReader.of(said);
      boolean names =
          reader.node("scores").isObject()
              || scales.stream().anyMatch(scale -> !value(reader, scale, labels).isMissingNode());
      return names ? Optional.of(reader) : Optional.empty();
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  private static JsonNode value(
      ReplyReader reply, JudgeDimension dimension, Map<JudgeDimension, String> labels) {
    String label = labels.get(dimension);
    JsonNode value = label == null ? MissingNode.getInstance() : reply.node(label);
    return value.isMissingNode() ? reply.node(dimension.name()) : value;
  }

  private static int inJson(
      ReplyReader reply, JudgeDimension dimension, Map<JudgeDimension, String> labels)
      throws ModelException {
    String name = dimension.name();
    JsonNode value = value(reply, dimension, labels);
    JsonNode nested = reply.node("scores");
    if (value.isMissingNode()) {
      value = nested.has(name) ? nested.path(name) : nested.path(name.toLowerCase(Locale.ROOT));
    }
    if (value.isObject()) {
      value = value.path("score");
    }
    if (value.isNumber() || value.isTextual()) {
      Matcher whole = VALUE.matcher(value.asText());
      if (whole.matches()) {
        return score(whole.group(1), dimension);
      }
    }
    throw ReplyReader.malformed(dimension + " is no score: " + value);
  }

  /** Everything said about a scale; a reply that also quotes other scores is contradictory. */
  private static Set<Integer> inLines(
      String said, JudgeDimension dimension, Map<JudgeDimension, String> labels)
      throws ModelException {
    Set<Integer> found = new TreeSet<>();
    inLines(said, dimension, Objects.requireNonNull(LINES.get(dimension)), found);
    String label = labels.get(dimension);
    if (label != null) {
      inLines(
          said,
          dimension,
          LABEL_LINES.computeIfAbsent(label, name -> line(Pattern.quote(name))),
          found);
    }
    return found;
  }

  private static void inLines(
      String said, JudgeDimension dimension, Pattern pattern, Set<Integer> found)
      throws ModelException {
    Matcher line = pattern.matcher(said);
    while (line.find()) {
      String value = line.group(1) == null ? line.group(2) : line.group(1);
      found.add(score(Objects.requireNonNull(value), dimension));
    }
  }

  private static int score(String text, JudgeDimension dimension) throws ModelException {
    int word = WORDS.indexOf(text.toLowerCase(Locale.ROOT));
    double value = word >= 0 ? word : Double.parseDouble(text);
    if (value != Math.rint(value) || value < Verdict.LOWEST || value > Verdict.HIGHEST) {
      throw ReplyReader.malformed(dimension + " is no whole number from 0 to 5: " + text);
    }
    return (int) value;
  }
}
