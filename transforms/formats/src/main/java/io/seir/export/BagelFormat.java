package io.seir.export;

import io.seir.sample.JsonCoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** BAGEL's text-to-image data: one picture with its captions per row. */
public final class BagelFormat extends BagelParquet {
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
}
