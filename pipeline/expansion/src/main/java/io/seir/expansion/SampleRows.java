package io.seir.expansion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.data.SampleLine;
import io.seir.sample.BadRecord;
import io.seir.sample.JsonCoder;
import io.seir.sample.Sample;
import java.io.Serializable;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows to samples and back. A row's text fields are the keys of a line ({@code question},
 * {@code answer}, {@code image}, {@code text}…, docs/formats.md); all its fields pass through
 * unchanged, followed by the fields that a transform adds.
 */
final class SampleRows implements Serializable {
  private static final long serialVersionUID = 1;

  /** The key under which a line keeps the row it was made of. */
  private static final String ROW = "seir.row";

  private static final List<String> KEYS =
      List.of(
          "id", "model", "topic", "question", "answer", "caption", "text", "image", "image_path");

  /** Rows of what failed. */
  static final Schema ERRORS =
      Schema.builder()
          .addStringField("id")
          .addStringField("stage")
          .addStringField("reason")
          .addStringField("detail")
          .addStringField("line")
          .build();

  private final Schema input;
  private final Schema output;

  /**
   * @param input of the rows
   * @param added fields that the rows lack, or that replace fields of theirs
   */
  SampleRows(Schema input, List<Schema.Field> added) {
    this.input = input;
    Schema.Builder schema = Schema.builder();
    List<String> names = added.stream().map(Schema.Field::getName).toList();
    input.getFields().stream()
        .filter(field -> !names.contains(field.getName()))
        .forEach(schema::addField);
    added.forEach(schema::addField);
    this.output = schema.build();
  }

  Schema output() {
    return output;
  }

  /** The sample of a row. */
  Sample sample(Row row) {
    ObjectNode line = JsonCoder.mapper().createObjectNode();
    for (Schema.Field field : input.getFields()) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      Object value = row.getValue(field.getName());
      if (KEYS.contains(name) && value != null) {
        line.put(name, value.toString());
      }
    }
    byte[] bytes = encoded(row);
    if (!line.has("id")) {
      line.put("id", UUID.nameUUIDFromBytes(bytes).toString()); // the same for the same row
    }
    line.put(ROW, Base64.getEncoder().encodeToString(bytes));
    return SampleLine.parse(line.toString(), new SampleLine.Place(0, 0, "", Optional.empty()));
  }

  /** The values that a transform adds, by their fields. */
  interface Values extends Serializable {
    @Nullable Object of(Sample sample, String field);
  }

  /** The row that a sample was made of, with what was added. */
  Row row(Sample sample, Values added) {
    Row before = decoded(sample);
    Row.Builder row = Row.withSchema(output);
    for (Schema.Field field : output.getFields()) {
      boolean kept =
          input.hasField(field.getName()) && input.getField(field.getName()).equals(field);
      Object value = added.of(sample, field.getName());
      row.addValue(value == null && kept ? before.getValue(field.getName()) : value);
    }
    return row.build();
  }

  static Row row(BadRecord bad) {
    return Row.withSchema(ERRORS)
        .addValues(bad.sample().id(), bad.stage(), bad.reason(), bad.detail(), SampleLine.of(bad))
        .build();
  }

  private byte[] encoded(Row row) {
    try {
      return CoderUtils.encodeToByteArray(RowCoder.of(input), row);
    } catch (CoderException e) {
      throw new IllegalStateException("a row of its own schema is always encoded", e);
    }
  }

  private Row decoded(Sample sample) {
    String text = SampleLine.object(sample.source().orElseThrow().line()).path(ROW).asText();
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return CoderUtils.decodeFromByteArray(RowCoder.of(input), bytes);
    } catch (CoderException e) {
      throw new IllegalStateException("a row that was encoded is always decoded", e);
    }
  }
}
