package io.seir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"question\": \"Why?\"}",
        "```json\n{\"question\": \"Why?\"}\n```",
        "Sure! Here it is: {\"question\": \" Why? \"} Hope that helps.",
        "{\"question\": \"Why?\",}",
        "{\"extra\": [1, 2], \"question\": \"Why?\"}",
        "{\"Question\": \"Why?\"}",
        "{'question': 'Why?'}",
        "I followed {topic}, as asked. {\"question\": \"Why?\"}",
        "{\"result\": {\"question\": \"Why?\"}}",
        "{\"question\": [\"Why?\"]}",
        "<think>{\"question\": \"How?\"}</think>{\"question\": \"Why?\"}",
        "Here you are.\n\n**Question:** Why?"
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
    assertThrows(ModelException.class, () -> ReplyReader.of(deep).text("a"));
    assertThrows(ModelException.class, () -> ReplyReader.of("x".repeat(ReplyReader.MAX_REPLY + 1)));
    String longText = "{\"question\": \"" + "x".repeat(ReplyReader.MAX_TEXT + 1) + "\"}";
    assertThrows(ModelException.class, () -> ReplyReader.of(longText).text("question"));
  }

  @Test
  void controlCharactersBecomeSpaces() throws ModelException {
    assertEquals("a b", ReplyReader.of("{\"t\": \"a\\u0007b\"}").text("t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "4; 4",
        "4.5; 4.5",
        "'\"4\"'; 4",
        "'\"4/5\"'; 4",
        "'\"4 / 5 stars\"'; 4",
        "'\"4 out of 5\"'; 4",
        "'\"8/10\"'; 4",
        "'\"80 %\"'; 4",
        "'\"4,5\"'; 4.5",
        "'\"Four.\"'; 4",
        "'\"Rating: 4\"'; 4",
        "'\"4 (good)\"'; 4"
      })
  void ratingsAreReadHoweverTheyAreWritten(String json, double rating) throws ModelException {
    assertEquals(OptionalDouble.of(rating), ReplyReader.of("{\"n\": " + json + "}").rating("n", 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6",
        "-1",
        "\"-1\"",
        "null",
        "true",
        "\"NaN\"",
        "1e999",
        "\"3 or 4\"",
        "\"7/5\"",
        "\"\""
      })
  void noRatingIsInvented(String json) throws ModelException {
    assertEquals(
        OptionalDouble.empty(), ReplyReader.of("{\"n\": " + json + "}").rating("n", 5), json);
  }
}
