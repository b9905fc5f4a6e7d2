package io.seir.cli;

import io.seir.data.formats.ParquetFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Writes tables as people have them, and reads ours. */
final class TestTable {
  private TestTable() {}

  /** How a table holds its pictures and texts. */
  enum Form {
    /** {@code caption}, and {@code image} as a path. */
    PATHS,
    /** {@code caption}, and {@code image} as a group of bytes and path, as Hugging Face does. */
    BYTES,
    /** {@code TEXT} and {@code URL}, with columns that say nothing here, as LAION does. */
    LAION,
    /** {@code images} as a list of such groups, and {@code messages} with {@code <image>}. */
    MESSAGES,
    /**
     * The same with lists of three levels, {@code list.element}, as pyarrow and DuckDB write them.
     */
    MESSAGES_IN_THREE_LEVELS
  }

  private static final Schema PICTURE =
      SchemaBuilder.record("picture")
          .fields()
          .optionalBytes("bytes")
          .optionalString("path")
          .endRecord();
  private static final Schema MESSAGE =
      SchemaBuilder.record("message")
          .fields()
          .requiredString("role")
          .requiredString("content")
          .endRecord();

  private static Schema schema(Form form) {
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("row").fields();
    return switch (form) {
      case PATHS -> fields.requiredString("caption").requiredString("image").endRecord();
      case BYTES ->
          fields.requiredString("caption").name("image").type(PICTURE).noDefault().endRecord();
      case LAION ->
          fields
              .requiredString("URL")
              .requiredString("TEXT")
              .requiredInt("WIDTH")
              .optionalDouble("pwatermark")
              .endRecord();
      case MESSAGES, MESSAGES_IN_THREE_LEVELS ->
          fields
              .name("images")
              .type(Schema.createArray(PICTURE))
              .noDefault()
              .name("messages")
              .type(Schema.createArray(MESSAGE))
              .noDefault()
              .endRecord();
    };
  }

  /** Texts and pictures. */
  static void write(
      Path file, List<String> things, UnaryOperator<String> text, Path pictures, Form form)
      throws IOException {
    Schema schema = schema(form);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PlainParquetConfiguration lists = new PlainParquetConfiguration();
    lists.setBoolean(
        "parquet.avro.write-old-list-structure", form != Form.MESSAGES_IN_THREE_LEVELS);
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(ParquetFiles.output(out))
            .withSchema(schema)
            .withDataModel(GenericData.get())
            .withConf(lists)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (String thing : things) {
        GenericRecord row = new GenericData.Record(schema);
        String name = thing + ".png";
        GenericRecord picture = new GenericData.Record(PICTURE);
        picture.put("bytes", ByteBuffer.wrap(Files.readAllBytes(pictures.resolve(name))));
        switch (form) {
          case PATHS, BYTES -> {
            row.put("caption", text.apply(thing));
            row.put("image", form == Form.PATHS ? name : picture);
          }
          case LAION -> {
            row.put("TEXT", text.apply(thing));
            row.put("URL", name);
            row.put("WIDTH", 512);
          }
          case MESSAGES, MESSAGES_IN_THREE_LEVELS -> {
            GenericRecord message = new GenericData.Record(MESSAGE);
            message.put("role", "assistant");
            message.put("content", text.apply(thing) + "<image>");
            row.put("messages", List.of(message));
            row.put("images", List.of(picture));
          }
        }
        writer.write(row);
      }
    }
    Files.write(file, out.toByteArray());
  }

  /** The rows of a table. */
  static List<GenericRecord> read(Path file) throws IOException {
    List<GenericRecord> rows = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                ParquetFiles.input(file.toString()), new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .build()) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
