package io.seir.export;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * BAGEL's unified_edit: a picture, what the critic asked to change, and the next picture. Only
 * where the two pictures are alike enough that one passes for an edit of the other.
 */
public final class BagelEditFormat extends BagelParquet {
  private static final Schema ROW =
      SchemaBuilder.record("unified_edit")
          .fields()
          .name("image_list")
          .type()
          .array()
          .items()
          .bytesType()
          .noDefault()
          .name("instruction_list")
          .type()
          .array()
          .items(SchemaBuilder.array().items().stringType())
          .noDefault()
          .endRecord();

  @Override
  public String name() {
    return "bagel-edit";
  }

  @Override
  public String about() {
    return "BAGEL unified_edit: Parquet of image_list and instruction_list, parquet_info.json";
  }

  @Override
  public boolean needsEdits() {
    return true;
  }

  @Override
  Schema schema() {
    return ROW;
  }

  /** As many instructions as pictures less one, each a list of one wording. */
  @Override
  List<GenericRecord> rows(ExportSample sample, ExportSettings settings) throws LeftOutException {
    List<GenericRecord> rows = new ArrayList<>();
    for (int turn = 0; turn < sample.turns().size(); turn++) {
      for (PictureEdit edit : PictureEdit.of(sample, turn, settings.edits())) {
        GenericRecord row = new GenericData.Record(ROW);
        row.put(
            "image_list",
            List.of(ByteBuffer.wrap(edit.before().bytes()), ByteBuffer.wrap(edit.after().bytes())));
        row.put("instruction_list", List.of(List.of(edit.instruction())));
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new LeftOutException("no_edit");
    }
    return rows;
  }
}
