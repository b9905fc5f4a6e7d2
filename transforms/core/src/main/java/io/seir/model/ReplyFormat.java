package io.seir.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;

/**
 * The JSON format of a reply; servers with structured output enforce it.
 *
 * @param name of the schema, which such servers require
 * @param schema a JSON Schema
 */
public record ReplyFormat(String name, String schema) implements Serializable {
  public ReplyFormat {
    try {
      JsonNode parsed = new ObjectMapper().readTree(schema);
      if (!parsed.isObject()) {
        throw new IllegalArgumentException(name + ": a schema is a JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + ": the schema is no JSON", e);
    }
  }
}
