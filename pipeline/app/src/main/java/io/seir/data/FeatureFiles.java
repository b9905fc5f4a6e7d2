package io.seir.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.dialogue.JsonCoder;
import io.seir.score.ScoredEntry;
import io.seir.score.TurnFeatures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Features as files: JSONL, each entry's own line with {@code features} (one object, or one a turn
 * of a dialogue) and {@code fault} where a picture could not be had; and Parquet, a row an
 * exchange.
 */
public final class FeatureFiles {
  /** Names of the features, in the order of the record. */
  public static final List<String> NAMES =
      Arrays.stream(TurnFeatures.class.getRecordComponents())
          .map(RecordComponent::getName)
          .toList();

  private static final Schema SCHEMA = schema();

  private FeatureFiles() {}

  private static Schema schema() {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("features")
            .fields()
            .requiredLong("index")
            .requiredString("id")
            .requiredString("system")
            .requiredInt("turn")
            .requiredString("fault");
    for (String name : NAMES) {
      fields = fields.requiredDouble(name);
    }
    return fields.endRecord();
  }

  /** The line of an entry. */
  public static String line(ScoredEntry scored) {
    ObjectNode line = EntryLine.object(scored.entry().json());
    line.put("id", scored.entry().id()); // it may have had none
    line.put("model", scored.entry().system());
    if (line.path("conversations").isArray()) {
      ArrayNode turns = line.putArray("features");
      scored.features().forEach(f -> turns.add(JsonCoder.mapper().valueToTree(f)));
    } else {
      line.set("features", JsonCoder.mapper().valueToTree(scored.features().get(0)));
    }
    if (scored.faults().stream().anyMatch(fault -> !fault.isEmpty())) {
      line.put(
          "fault",
          String.join(",", scored.faults().stream().filter(f -> !f.isEmpty()).distinct().toList()));
    }
    return line.toString();
  }

  /** Writes entries as a Parquet file that appears whole. */
  public static void parquet(Path file, List<ScoredEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(ParquetFiles.output(bytes))
            .withSchema(SCHEMA)
            .withDataModel(GenericData.get())
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (ScoredEntry entry : entries) {
        for (int turn = 0; turn < entry.features().size(); turn++) {
          writer.write(row(entry, turn));
        }
      }
    }
    AtomicFile.write(file, bytes.toByteArray());
  }

  private static GenericRecord row(ScoredEntry entry, int turn) {
    GenericRecord row = new GenericData.Record(SCHEMA);
    row.put("index", entry.entry().index());
    row.put("id", entry.entry().id());
    row.put("system", entry.entry().system());
    row.put("turn", turn);
    row.put("fault", entry.faults().get(turn));
    for (Map.Entry<String, Double> feature : entry.features().get(turn).byName().entrySet()) {
      row.put(feature.getKey(), feature.getValue());
    }
    return row;
  }
}
