package io.seir.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
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
  private static final int MOST = 20_000;
  private static final List<String> WORDS = List.of("zero", "one", "two", "three", "four", "five");
  private static final String END_OF_THOUGHT = "</think>";

  private static final Map<JudgeDimension, String> NAMES =
      new EnumMap<>(
          Map.of(
              JudgeDimension.TCC, "tcc|text[ _-]content(?:[ _-]completeness)?",
              JudgeDimension.ICC, "icc|image[ _-]content(?:[ _-]completeness)?",
              JudgeDimension.IQ, "iq|image[ _-]quality",
              JudgeDimension.ITS, "its|image[ _-]text[ _-]synergy|synergy"));

  /** A value: digits or a word, perhaps "of 5"; not the beginning of a range or another number. */
  private static final String VALUE =
      "(-?\\d+(?:\\.\\d+)?|zero|one|two|three|four|five)"
          + "(?:\\s*(?:/|out of|of)\\s*(?:5(?:\\.0)?|five))?(?![\\w.%]*[\\w%]|\\s*(?:-|–|to|or|/)\\s*\\w)";

  private static final Map<JudgeDimension, Pattern> LINES = lines();

  private JudgeReplyParser() {}

  private static Map<JudgeDimension, Pattern> lines() {
    Map<JudgeDimension, Pattern> lines = new EnumMap<>(JudgeDimension.class);
    NAMES.forEach(
        (dimension, names) ->
            lines.put(
                dimension,
                Pattern.compile(
                    "(?<![\\w-])(?:"
                        + names
                        + ")(?![\\w-])[\"'`*_)\\]]*(?:\\s*\\([^()\\n]{0,40}\\))?[\"'`*_]*"
                        + "\\s*(?:score\\s*)?(?:is\\b|[:：=→–-]|\\|)?[\"'`*_\\s(\\[]*"
                        + VALUE,
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)));
    return lines;
  }

  static Map<JudgeDimension, Integer> parse(String reply) throws ModelException {
    if (reply.length() > MOST) {
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
      return reader.find("scores", "scores").isObject()
              || !reader.find("TCC", "tcc").isMissingNode()
              || !reader.find("ITS", "its").isMissingNode()
          ? Optional.of(reader)
          : Optional.empty();
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  private static int inJson(ReplyReader reply, JudgeDimension dimension) throws ModelException {
    String name = dimension.name();
    String lower = name.toLowerCase(Locale.ROOT);
    JsonNode value = reply.find(name, lower);
    JsonNode nested = reply.find("scores", "scores");
    if (value.isMissingNode()) {
      value = nested.has(name) ? nested.path(name) : nested.path(lower);
    }
    if (value.isObject()) {
      value = value.path("score");
    }
    if (value.isNumber() || value.isTextual()) {
      Matcher whole =
          Pattern.compile("\\s*" + VALUE + "\\s*", Pattern.CASE_INSENSITIVE)
              .matcher(value.asText());
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
      found.add(score(line.group(1), dimension));
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
