package io.seir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seir.model.ChatReply;
import io.seir.model.ModelException;
import io.seir.model.TokenChoice;
import io.seir.model.TokenCount;
import io.seir.sample.JudgeDimension;
import io.seir.sample.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
  private static final List<JudgeDimension> ALL = List.of(JudgeDimension.values());

  private static <N extends Number> Map<JudgeDimension, N> four(N tcc, N icc, N iq, N its) {
    return new EnumMap<>(
        Map.of(
            JudgeDimension.TCC, tcc,
            JudgeDimension.ICC, icc,
            JudgeDimension.IQ, iq,
            JudgeDimension.ITS, its));
  }

  @Test
  void theFixedRulesHold() {
    Map<JudgeDimension, Double> five = four(5.0, 5.0, 5.0, 5.0);
    assertEquals(four(0, 5, 5, 0), Verdict.of(five, false, true, "model").scores());
    assertEquals(four(5, 0, 0, 0), Verdict.of(five, true, false, "model").scores());
    assertEquals(four(0.0, 0.0, 0.0, 0.0), Verdict.of(five, false, false, "model").expected());
    assertEquals(four(5, 5, 5, 5), Verdict.of(five, true, true, "model").scores());
  }

  @Test
  void expectationsAreMadeWholeAndKept() {
    Verdict.Scored scored = Verdict.of(four(3.6, 0.2, 4.5, 2.4), true, true, "model");
    assertEquals(four(4, 0, 5, 2), scored.scores());
    assertEquals(four(3.6, 0.2, 4.5, 2.4), scored.expected());
    assertThrows(
        IllegalArgumentException.class, () -> Verdict.of(four(5.1, 0.0, 0.0, 0.0), true, true, ""));
  }

  static Stream<JsonNode> replies() throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (InputStream in = VerdictTest.class.getResourceAsStream("replies.jsonl")) {
      List<JsonNode> rows = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isBlank()) {
          rows.add(json.readTree(line));
        }
      }
      return rows.stream();
    }
  }

  /** Replies as models give them: read right, or not at all. */
  @ParameterizedTest
  @MethodSource("replies")
  void aReplyIsReadRightOrNotAtAll(JsonNode row) throws ModelException {
    String reply = row.path("reply").asText();
    if (row.path("scores").isNull()) {
      assertThrows(ModelException.class, () -> JudgeReplyParser.parse(reply), reply);
    } else {
      JsonNode s = row.path("scores");
      assertEquals(
          four(s.get(0).asInt(), s.get(1).asInt(), s.get(2).asInt(), s.get(3).asInt()),
          JudgeReplyParser.parse(reply),
          reply);
    }
  }

  private static ChatReply tokens(String... tokens) {
    List<TokenChoice> choices = new ArrayList<>();
    for (String token : tokens) {
      boolean digit = token.strip().matches("[0-5]");
      choices.add(
          new TokenChoice(
              token,
              0,
              digit
                  ? Map.of(token, Math.log(0.6), "3", Math.log(0.2), "x", Math.log(0.2))
                  : Map.of()));
    }
    return new ChatReply(String.join("", tokens), new TokenCount.Uncounted(), choices);
  }

  @Test
  void theExpectationIsOverTheTokensOfTheScores() {
    ChatReply reply =
        tokens(
            "{\"",
            "TCC",
            "\":",
            " ",
            "5",
            ", \"ICC",
            "\": ",
            "1",
            ", \"IQ\": ",
            "4",
            ", \"ITS\": ",
            "0",
            "}");
    Map<JudgeDimension, Double> expected = ScoreTokens.expected(reply, ALL, Map.of());
    assertEquals(4.5, expected.get(JudgeDimension.TCC), 1e-9); // (5 · 0.6 + 3 · 0.2) / 0.8
    assertEquals(1.5, expected.get(JudgeDimension.ICC), 1e-9);
    assertEquals(0.75, expected.get(JudgeDimension.ITS), 1e-9);
    assertEquals(
        Map.of(), ScoreTokens.expected(new ChatReply("{\"TCC\": 5}", 0, 0), ALL, Map.of()));
    assertEquals(
        Map.of(),
        ScoreTokens.expected(tokens("{\"TCC\": 5", ", \"ICC\": 1, \"IQ\": 4}"), ALL, Map.of()));
  }

  /** A judge that was trained with names of its own, in JSON or in lines. */
  @Test
  void labelsOfOnesOwnAreRead() throws ModelException {
    Map<JudgeDimension, String> labels =
        Map.of(
            JudgeDimension.TCC, "text_score",
            JudgeDimension.ICC, "Bildinhalt",
            JudgeDimension.IQ, "looks",
            JudgeDimension.ITS, "together");
    Map<JudgeDimension, Integer> scores = four(5, 1, 4, 0);
    for (String reply :
        List.of(
            "{\"text_score\": 5, \"Bildinhalt\": 1, \"looks\": 4, \"together\": 0}",
            "text_score: 5\nBildinhalt: 1\nlooks: 4\ntogether: 0",
            "{\"TCC\": 5, \"ICC\": 1, \"IQ\": 4, \"ITS\": 0}")) {
      assertEquals(scores, JudgeReplyParser.parse(reply, ALL, labels), reply);
    }
    assertThrows(
        ModelException.class,
        () -> JudgeReplyParser.parse("text_score: 5\ntext_score: 4", ALL, labels));
    assertEquals(
        Map.of(JudgeDimension.IQ, 4),
        JudgeReplyParser.parse("looks: 4", List.of(JudgeDimension.IQ), labels));
    ChatReply lines =
        tokens(
            "text_score", ": ", "5", "\nBildinhalt: ", "1", "\nlooks: ", "4", "\ntogether: ", "0");
    assertEquals(4.5, ScoreTokens.expected(lines, ALL, labels).get(JudgeDimension.TCC), 1e-9);
  }
}
