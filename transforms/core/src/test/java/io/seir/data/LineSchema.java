package io.seir.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** The schema of lines, for tests: what a validator that is not ours finds wrong. */
public final class LineSchema {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(SampleLine.class.getResourceAsStream("sample-line.schema.json"));

  private LineSchema() {}

  public static Set<ValidationMessage> faults(String line) {
    try {
      return SCHEMA.validate(new ObjectMapper().readTree(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
