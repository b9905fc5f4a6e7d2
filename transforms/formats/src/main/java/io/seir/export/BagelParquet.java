package io.seir.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.Locations;
import io.seir.data.formats.ParquetFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import org.apache.parquet.hadoop.ParquetFileReader;

/** Tables that BAGEL's loaders find by a list of the row groups in each file. */
abstract class BagelParquet extends ParquetFormat {
  @Override
  public final void finish(ExportFolder folder) throws IOException {
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
