package io.seir.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.seir.model.ModelException;
import io.seir.model.ReplyReader;
import io.seir.sample.Suggestion;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CritiqueTest {
  private static final Critique ACCEPTED = Critique.of(new Suggestion.Accept(), 4);
  private static final Critique OBJECTED = Critique.of(new Suggestion.Revise("Be shorter."), 4);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"decision\": \"accept\", \"rating\": 4, \"suggestion\": \"\"}",
        "{\"decision\": \"Accept.\", \"rating\": \"4/5\", \"suggestion\": \"None\"}",
        "{\"decision\": \"ACCEPTED!\", \"rating\": \"4 out of 5\", \"suggestion\": \"N/A\"}",
        "{\"decision\": \"approve\", \"rating\": \"four\"}",
        "{\"decision\": \"accept\", \"rating\": 4, \"suggestion\": \"Be shorter, if anything.\"}",
        "{\"decision\": \"none\", \"rating\": 4, \"suggestion\": \"\"}",
        "{\"decision\": \"No changes needed.\", \"rating\": 4, \"suggestion\": null}",
        "{\"decision\": \"Akzeptiert\", \"rating\": 4, \"suggestion\": \"Keine\"}",
        "{\"decision\": \"接受\", \"rating\": 4, \"suggestion\": \"无\"}",
        "{\"rating\": 4, \"suggestion\": \"None.\"}",
        "{\"Decision\": \"accept\", \"Rating\": 4, \"Suggestion\": []}",
        "{\"review\": {\"decision\": \"accept\", \"rating\": 4, \"suggestion\": \"none\"}}",
        "Sure! ```json\n{\"decision\": \"accept\", \"rating\": 4, \"suggestion\": \"\"}\n```",
        "**Decision:** Accept.\n**Rating:** 4/5\n**Suggestion:** None",
        "- Decision: accept\n- Rating: 4\n- Suggestion: none",
        "Accept. 4/5",
        "Looks good to me, 4/5."
      })
  void acceptanceInManyWords(String reply) throws ModelException {
    assertEquals(ACCEPTED, read(reply));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"decision\": \"revise\", \"rating\": 4, \"suggestion\": \"Be shorter.\"}",
        "{\"decision\": \"Revise.\", \"rating\": \"4\", \"suggestion\": [\"Be\", \"shorter.\"]}",
        "{\"decision\": \"not accepted\", \"rating\": 4, \"suggestion\": \"Be shorter.\"}",
        "{\"decision\": \"Needs revision\", \"rating\": 4, \"suggestion\": \"Be shorter.\"}",
        "{\"decision\": \"Überarbeiten\", \"rating\": 4, \"suggestion\": \"Be shorter.\"}",
        "{\"rating\": 4, \"suggestion\": \"Be shorter.\"}",
        "{\"decision\": \"Accept after revision\", \"rating\": 4, \"suggestion\": \"Be shorter.\"}",
        "Let me think.\n\n1. **Decision**: revise\n2. **Rating**: 4/5\n3. **Suggestion**: Be shorter."
      })
  void objectionsInManyWords(String reply) throws ModelException {
    assertEquals(OBJECTED, read(reply));
  }

  @Test
  void aRatingThatCannotBeReadIsAbsent() throws ModelException {
    Critique critique = read("{\"decision\": \"accept\", \"rating\": \"quite good\"}");
    assertEquals(new Critique(new Suggestion.Accept(), OptionalDouble.empty()), critique);
    assertEquals(
        OptionalDouble.empty(), read("{\"decision\": \"accept\", \"rating\": 7}").rating());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"decision\": \"revise\", \"rating\": 4, \"suggestion\": \"\"}",
        "{\"decision\": \"revise\", \"rating\": 4, \"suggestion\": \"none\"}",
        "{\"decision\": \"revise\", \"rating\": 4}",
        "{\"rating\": 3}",
        "{\"decision\": \"Good, but needs revision\", \"rating\": 4, \"suggestion\": \"\"}",
        "{\"decision\": \"unsure\", \"rating\": 2, \"suggestion\": \"\"}",
        "{\"decision\": \"unsure\", \"rating\": 5}",
        "Okay, so I have to review this draft. The caption names a cat, and the question asks for a dog, which",
        "Good start, but the cat is missing.",
        "I would rather not.",
        "I am sorry, but I cannot help with that.",
        "The draft asks for a picture of a cat.",
        ""
      })
  void inventsNothing(String reply) {
    assertThrows(ModelException.class, () -> read(reply));
  }

  private static Critique read(String reply) throws ModelException {
    return Critique.read(ReplyReader.of(reply));
  }
}
