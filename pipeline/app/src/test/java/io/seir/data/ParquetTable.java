package io.seir.data;

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
public final class ParquetTable {
  private ParquetTable() {}

  /** Captions and pictures, as bytes in a group (as Hugging Face does) or as paths. */
  public static void write(
      Path file, List<String> things, UnaryOperator<String> text, Path pictures, boolean bytes)
      throws IOException {
    Schema group =
        SchemaBuilder.record("picture")
            .fields()
            .optionalBytes("bytes")
            .optionalString("path")
            .endRecord();
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("row").fields().requiredString("caption");
    Schema schema =
        bytes
            ? fields.name("image").type(group).noDefault().endRecord()
            : fields.requiredString("image").endRecord();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(ParquetFiles.output(out))
            .withSchema(schema)
            .withDataModel(GenericData.get())
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (String thing : things) {
        GenericRecord row = new GenericData.Record(schema);
        row.put("caption", text.apply(thing));
        if (bytes) {
          GenericRecord picture = new GenericData.Record(group);
          picture.put(
              "bytes", ByteBuffer.wrap(Files.readAllBytes(pictures.resolve(thing + ".png"))));
          row.put("image", picture);
        } else {
          row.put("image", thing + ".png");
        }
        writer.write(row);
      }
    }
    Files.write(file, out.toByteArray());
  }

  /** The rows of a table. */
  public static List<GenericRecord> read(Path file) throws IOException {
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
