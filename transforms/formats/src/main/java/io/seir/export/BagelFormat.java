package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.Locations;
import io.seir.data.formats.ParquetFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.hadoop.ParquetFileReader;

/** BAGEL's text-to-image data: one picture with its captions per row. */
public final class BagelFormat extends ParquetFormat {
  private static final Schema ROW =
      SchemaBuilder.record("t2i")
          .fields()
          .requiredBytes("image")
          .requiredString("captions")
          .endRecord();

  @Override
  public String name() {
    return "bagel";
  }

  @Override
  public String about() {
    return "BAGEL t2i: Parquet of image and captions, parquet_info.json";
  }

  @Override
  Schema schema() {
    return ROW;
  }

  @Override
  List<GenericRecord> rows(ExportSample sample, ExportSettings settings) throws LeftOutException {
    List<GenericRecord> rows = new ArrayList<>();
    for (Pairs.Pair pair : Pairs.of(sample)) {
      GenericRecord row = new GenericData.Record(ROW);
      row.put("image", ByteBuffer.wrap(pair.picture().bytes()));
      row.put(
          "captions", JsonCoder.mapper().createObjectNode().put("caption", pair.text()).toString());
      rows.add(row);
    }
    return rows;
  }

  @Override
  public void finish(ExportFolder folder) throws IOException {
    ObjectNode info = JsonCoder.mapper().createObjectNode();
    for (String split : folder.examples().keySet()) {
      for (String file : folder.files(split)) {
        String name = Locations.name(folder.root().resolve(file));
        try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(name))) {
          info.putObject(folder.settings().absolute() ? name : file)
              .put("num_row_groups", reader.getRowGroups().size());
        }
      }
    }
    folder.write("parquet_info.json", info.toPrettyString() + "\n");
  }
}
