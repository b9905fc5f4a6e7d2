package io.seir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"question\": \"Why?\"}",
        "```json\n{\"question\": \"Why?\"}\n```",
        "Sure! Here it is: {\"question\": \" Why? \"} Hope that helps.",
        "{\"question\": \"Why?\",}",
        "{\"extra\": [1, 2], \"question\": \"Why?\"}"
      })
  void readsWhatModelsReallySay(String reply) throws ModelException {
    assertEquals("Why?", ReplyReader.of(reply).text("question"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none",
        "null",
        "[]",
        "[\"question\"]",
        "{",
        "{\"question\": \"Wh",
        "{\"question\": null}",
        "{\"question\": 5}",
        "{\"question\": \"  \"}",
        "{\"Question\": \"Why?\"}",
        "I am sorry, but I cannot help with that."
      })
  void refusesTheRest(String reply) {
    ModelException e =
        assertThrows(ModelException.class, () -> ReplyReader.of(reply).text("question"));
    assertEquals("malformed_reply", e.reason());
    assertEquals(ModelException.Kind.PERMANENT, e.kind());
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
    assertThrows(ModelException.class, () -> ReplyReader.of(deep));
    assertThrows(ModelException.class, () -> ReplyReader.of("x".repeat(ReplyReader.MAX_REPLY + 1)));
    String longText = "{\"question\": \"" + "x".repeat(ReplyReader.MAX_TEXT + 1) + "\"}";
    assertThrows(ModelException.class, () -> ReplyReader.of(longText).text("question"));
  }

  @Test
  void controlCharactersBecomeSpaces() throws ModelException {
    assertEquals("a b", ReplyReader.of("{\"t\": \"a\\u0007b\"}").text("t"));
  }

  @Test
  void numbersMayBeTextsButNotOutOfBounds() throws ModelException {
    assertEquals(4, ReplyReader.of("{\"n\": \"4\"}").number("n", 0, 5));
    assertEquals(4.5, ReplyReader.of("{\"n\": 4.5}").number("n", 0, 5));
    for (String bad : new String[] {"6", "-1", "\"five\"", "null", "true", "\"NaN\"", "1e999"}) {
      assertThrows(
          ModelException.class,
          () -> ReplyReader.of("{\"n\": " + bad + "}").number("n", 0, 5),
          bad);
    }
  }
}
