package io.seir.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  private static final Map<JudgeDimension, Integer> ALL_FIVE =
      Map.of(
          JudgeDimension.TCC,
          5,
          JudgeDimension.ICC,
          5,
          JudgeDimension.IQ,
          5,
          JudgeDimension.ITS,
          5);

  @Test
  void theFixedRulesHold() {
    assertEquals(
        Map.of(
            JudgeDimension.TCC,
            0,
            JudgeDimension.ICC,
            5,
            JudgeDimension.IQ,
            5,
            JudgeDimension.ITS,
            0),
        Verdict.byTheRules(ALL_FIVE, false, true).scores());
    assertEquals(
        Map.of(
            JudgeDimension.TCC,
            5,
            JudgeDimension.ICC,
            0,
            JudgeDimension.IQ,
            0,
            JudgeDimension.ITS,
            0),
        Verdict.byTheRules(ALL_FIVE, true, false).scores());
    assertEquals(ALL_FIVE, Verdict.byTheRules(ALL_FIVE, true, true).scores());
  }

  @Test
  void readsFourWholeNumbers() throws ModelException {
    assertEquals(
        Map.of(
            JudgeDimension.TCC,
            5,
            JudgeDimension.ICC,
            0,
            JudgeDimension.IQ,
            3,
            JudgeDimension.ITS,
            4),
        JudgeReplyParser.parse(
            ReplyReader.of("{\"ITS\": 4, \"TCC\": 5, \"ICC\": \"0\", \"IQ\": 3.0}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"TCC\": 5, \"ICC\": 4, \"IQ\": 3}",
        "{\"TCC\": 5, \"ICC\": 4, \"IQ\": 3, \"ITS\": 6}",
        "{\"TCC\": 5, \"ICC\": 4, \"IQ\": 3, \"ITS\": -1}",
        "{\"TCC\": 5, \"ICC\": 4, \"IQ\": 3, \"ITS\": 4.5}",
        "{\"TCC\": 5, \"ICC\": 4, \"IQ\": 3, \"ITS\": \"good\"}",
        "5 5 5 5",
        "I cannot judge this."
      })
  void inventsNoScore(String reply) {
    assertThrows(ModelException.class, () -> JudgeReplyParser.parse(ReplyReader.of(reply)));
  }
}
