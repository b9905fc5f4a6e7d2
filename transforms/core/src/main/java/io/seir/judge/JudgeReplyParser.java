package io.seir.judge;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the four scores of a judge's reply, be it JSON or lines of text: all four, whole, 0 to 5,
 * each said once (or the same twice), or the reply is malformed. Nothing is guessed: a scale that
 * is not named, a range, a number out of bounds or two different numbers for one scale make it so.
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

  /** What may follow a value: perhaps "of 5", but no range and no other number. */
  private static final String END =
      "(?:[ \\t]{0,3}+(?:/|out of|of)[ \\t]{0,3}+(?:5(?:\\.0)?+|five)(?!\\d))?+"
          + "(?![\\w%]|\\.\\d|[ \\t]{0,3}+(?:-|–|to\\b|or\\b|/)[ \\t]{0,3}+\\w)";

  private static final Pattern VALUE =
      Pattern.compile("\\s{0,8}+(" + NUMBER + "|" + WORD + ")" + END + "\\s{0,8}+");

  private static final Map<JudgeDimension, Pattern> LINES = lines();

  private JudgeReplyParser() {}

  /**
   * A name, perhaps with marks and a remark in brackets, and on the same line a value: behind a
   * colon or the like, or, if it is digits, behind nothing but a space. All repetitions are
   * bounded, so that no reply takes long.
   */
  private static Map<JudgeDimension, Pattern> lines() {
    Map<JudgeDimension, Pattern> lines = new EnumMap<>(JudgeDimension.class);
    NAMES.forEach(
        (dimension, names) ->
            lines.put(
                dimension,
                Pattern.compile(
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
                        + END)));
    return lines;
  }

  static Map<JudgeDimension, Integer> parse(String reply) throws ModelException {
    if (reply.length() > MAX_CHARACTERS) {
      throw ReplyReader.malformed("a judge's reply of " + reply.length() + " characters");
    }
    int thought = reply.lastIndexOf(END_OF_THOUGHT);
    String said = thought < 0 ? reply : reply.substring(thought + END_OF_THOUGHT.length());
    Optional<ReplyReader> json = json(said);
    Map<JudgeDimension, Integer> scores = new EnumMap<>(JudgeDimension.class);
    for (JudgeDimension dimension : JudgeDimension.values()) {
      Set<Integer> found = inLines(said, dimension);
      if (json.isPresent()) {
        found.add(inJson(json.get(), dimension));
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
  private static Optional<ReplyReader> json(String said) {
    try {
      ReplyReader reader = ReplyReader.of(said);
      return reader.node("scores").isObject()
              || !reader.node("TCC").isMissingNode()
              || !reader.node("ITS").isMissingNode()
          ? Optional.of(reader)
          : Optional.empty();
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  private static int inJson(ReplyReader reply, JudgeDimension dimension) throws ModelException {
    String name = dimension.name();
    JsonNode value = reply.node(name);
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

  /** What is said of a scale anywhere; a reply that also quotes other scores says two things. */
  private static Set<Integer> inLines(String said, JudgeDimension dimension) throws ModelException {
    Matcher line = Objects.requireNonNull(LINES.get(dimension)).matcher(said);
    Set<Integer> found = new TreeSet<>();
    while (line.find()) {
      String value = line.group(1) == null ? line.group(2) : line.group(1);
      found.add(score(Objects.requireNonNull(value), dimension));
    }
    return found;
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
