package io.seir.pipeline;

import io.seir.blob.AtomicFile;
import io.seir.data.formats.ParquetFiles;
import io.seir.sample.Feature;
import io.seir.sample.Sample;
import io.seir.sample.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Features as a Parquet table: one row per turn; what does not apply is null. */
final class FeatureTable {
  private static final Schema SCHEMA = schema();

  private FeatureTable() {}

  private static Schema schema() {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("features")
            .fields()
            .requiredLong("index")
            .requiredString("id")
            .optionalString("system")
            .requiredInt("turn")
            .optionalString("fault");
    for (Feature feature : Feature.values()) {
      fields = fields.optionalDouble(feature.key());
    }
    return fields.endRecord();
  }

  /** Writes the table of some samples; the file appears only when complete. */
  static void write(Path base, List<Sample> samples) throws IOException {
    Path here = Files.createTempFile("seir-features", ".parquet");
    try {
      try (ParquetWriter<GenericRecord> writer =
          AvroParquetWriter.<GenericRecord>builder(ParquetFiles.output(here))
              .withSchema(SCHEMA)
              .withDataModel(GenericData.get())
              .withConf(new PlainParquetConfiguration())
              .withCompressionCodec(CompressionCodecName.ZSTD)
              .build()) {
        for (Sample sample : samples) {
          for (int turn = 0; turn < sample.turns().size(); turn++) {
            writer.write(row(sample, turn));
          }
        }
      }
      ParquetFiles.settle(here);
      AtomicFile.write(
          base.resolveSibling(base.getFileName() + ".parquet"), Files.readAllBytes(here));
    } finally {
      Files.deleteIfExists(here);
    }
  }

  private static GenericRecord row(Sample sample, int number) {
    Turn turn = sample.turns().get(number);
    GenericRecord row = new GenericData.Record(SCHEMA);
    row.put("index", sample.index());
    row.put("id", sample.id());
    sample.system().ifPresent(system -> row.put("system", system));
    row.put("turn", number);
    turn.fault().ifPresent(fault -> row.put("fault", fault));
    for (Feature feature : Feature.values()) {
      turn.features()
          .ifPresent(known -> known.get(feature).ifPresent(value -> row.put(feature.key(), value)));
    }
    return row;
  }
}
