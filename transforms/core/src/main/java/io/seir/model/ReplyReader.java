package io.seir.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON object out of a model's reply, tolerating a code fence, talk around it, thoughts
 * before it and a trailing comma; anything else is {@code malformed_reply}.
 */
public final class ReplyReader {
  /** Longest reply that is looked at, in characters. */
  public static final int MAX_REPLY = 100_000;

  /** The reason of a reply that cannot be read. */
  public static final String MALFORMED = "malformed_reply";

  /** Longest text taken from a reply, in characters. */
  public static final int MAX_TEXT = 8_000;

  /** What reasoning models put between their thoughts and the reply. */
  private static final String END_OF_THOUGHT = "</think>";

  private static final ObjectMapper JSON = mapper();

  private final JsonNode object;

  private ReplyReader(JsonNode object) {
    this.object = object;
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build());
    return mapper;
  }

  /** The object in the reply. */
  public static ReplyReader of(String reply) throws ModelException {
    if (reply.length() > MAX_REPLY) {
      throw malformed("a reply of " + reply.length() + " characters");
    }
    int thought = reply.lastIndexOf(END_OF_THOUGHT);
    int start = reply.indexOf('{', thought < 0 ? 0 : thought);
    if (start < 0) {
      throw malformed("no JSON object in: " + shorten(reply));
    }
    try {
      // Reads one value and ignores what follows it.
      JsonNode node = JSON.readTree(JSON.createParser(reply.substring(start)));
      if (node != null && node.isObject()) {
        return new ReplyReader(node);
      }
    } catch (JsonProcessingException e) {
      throw malformed("not JSON (" + e.getOriginalMessage() + "): " + shorten(reply));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e); // reading from memory
    }
    throw malformed("no JSON object in: " + shorten(reply));
  }

  /** What stands under a name, or under another one if it does not; may be missing. */
  public JsonNode find(String field, String otherwise) {
    return object.has(field) ? object.path(field) : object.path(otherwise);
  }

  /** A text that must be there and say something. */
  public String text(String field) throws ModelException {
    JsonNode value = object.path(field);
    String text = value.isTextual() ? clean(value.textValue()) : "";
    if (text.isEmpty()) {
      throw malformed("no text '" + field + "' in: " + shorten(object.toString()));
    }
    if (text.length() > MAX_TEXT) {
      throw malformed("'" + field + "' has " + text.length() + " characters");
    }
    return text;
  }

  /** A number (also one written as a text) within the bounds. */
  public double number(String field, double low, double high) throws ModelException {
    JsonNode value = object.path(field);
    double number = Double.NaN;
    if (value.isNumber()) {
      number = value.doubleValue();
    } else if (value.isTextual()) {
      try {
        number = Double.parseDouble(value.textValue().trim());
      } catch (NumberFormatException e) {
        throw malformed("'" + field + "' is no number: " + shorten(value.textValue()));
      }
    }
    if (!(number >= low && number <= high)) {
      throw malformed("'" + field + "' is not a number from " + low + " to " + high + ": " + value);
    }
    return number;
  }

  /** The fault of a reply that cannot be read. */
  public static ModelException malformed(String detail) {
    return ModelException.permanentFault(MALFORMED, detail);
  }

  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ").strip();
  }

  private static String shorten(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= 160 ? line : line.substring(0, 160) + "…";
  }
}
