package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.sample.Suggestion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CritiqueTest {
  @Test
  void readsBothDecisions() throws ModelException {
    assertEquals(
        new Critique(new Suggestion.Accept(), 4),
        read("{\"decision\": \"Accept\", \"rating\": 4, \"suggestion\": \"none\"}"));
    assertEquals(
        new Critique(new Suggestion.Revise("shorter"), 0.5),
        read("{\"decision\": \"revise\", \"rating\": \"0.5\", \"suggestion\": \"shorter\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"decision\": \"none\", \"rating\": 4, \"suggestion\": \"\"}",
        "{\"decision\": \"revise\", \"rating\": 4, \"suggestion\": \"\"}",
        "{\"decision\": \"revise\", \"rating\": 4}",
        "{\"decision\": \"accept\"}",
        "{\"decision\": \"accept\", \"rating\": 7}",
        "{\"rating\": 3, \"suggestion\": \"x\"}"
      })
  void inventsNothing(String reply) {
    assertThrows(ModelException.class, () -> read(reply));
  }

  private static Critique read(String reply) throws ModelException {
    return Critique.read(ReplyReader.of(reply));
  }
}
