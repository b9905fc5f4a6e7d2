package io.seir.export;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** What Diffusion-DPO's training script reads: two pictures for a caption, and which is better. */
public final class DiffusionDpoFormat extends ParquetFormat {
  private static final Schema ROW =
      SchemaBuilder.record("pair")
          .fields()
          .requiredBytes("jpg_0")
          .requiredBytes("jpg_1")
          .requiredDouble("label_0")
          .requiredString("caption")
          .endRecord();

  @Override
  public String name() {
    return "diffusion-dpo";
  }

  @Override
  public String about() {
    return "Diffusion-DPO: Parquet of jpg_0, jpg_1, label_0, caption";
  }

  @Override
  public Set<Preferences> preferences() {
    return Set.of(Preferences.IMAGE);
  }

  @Override
  public boolean needsJpeg() {
    return true;
  }

  @Override
  Schema schema() {
    return ROW;
  }

  /** The better picture is the first of every other pair, so that its place says nothing. */
  @Override
  List<GenericRecord> rows(ExportSample sample, ExportSettings settings) throws LeftOutException {
    List<GenericRecord> rows = new ArrayList<>();
    for (int turn = 0; turn < sample.turns().size(); turn++) {
      Optional<PicturePair> pair = PicturePair.of(sample, turn, settings);
      if (pair.isPresent()) {
        boolean first = (sample.sample().seed() + turn) % 2 == 0;
        ByteBuffer better = ByteBuffer.wrap(pair.get().better().bytes());
        ByteBuffer worse = ByteBuffer.wrap(pair.get().worse().bytes());
        GenericRecord row = new GenericData.Record(ROW);
        row.put("jpg_0", first ? better : worse);
        row.put("jpg_1", first ? worse : better);
        row.put("label_0", first ? 1.0 : 0.0);
        row.put("caption", pair.get().caption());
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new LeftOutException("no_pair");
    }
    return rows;
  }
}
