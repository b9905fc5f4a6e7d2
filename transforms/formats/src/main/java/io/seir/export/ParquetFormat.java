package io.seir.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.blob.Locations;
import io.seir.data.formats.ParquetFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * A form whose shards are Parquet tables with the pictures in them, in row groups of some 64 MB, so
 * that readers and writers hold no more.
 */
abstract class ParquetFormat implements ExportFormat {
  private static final long ROW_GROUP = 64L << 20;
  private static final int PAGE = 1 << 20;
  private static final int CHECKED = 1; // rows between looks at the size: pictures are large

  /** The columns. */
  abstract Schema schema();

  /** Key and value that readers find in the footer; empty for none. */
  Map<String, JsonNode> footer() {
    return Map.of();
  }

  /**
   * The rows of a sample.
   *
   * @throws LeftOutException why it yields no example
   */
  abstract List<GenericRecord> rows(ExportSample sample, ExportSettings settings)
      throws LeftOutException;

  @Override
  public String file(String split, int number) {
    return String.format(Locale.ROOT, "data/%s-%05d.parquet", split, number);
  }

  @Override
  public final ExportWriter open(Path file, String split, ExportSettings settings)
      throws IOException {
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    Map<String, String> footer = new java.util.TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : footer().entrySet()) {
      footer.put(entry.getKey(), JsonCoder.mapper().writeValueAsString(entry.getValue()));
    }
    boolean local = Locations.isLocal(file); // elsewhere it is put when it is whole
    Path here = local ? file : Files.createTempFile("seir-export", ".parquet");
    ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(ParquetFiles.output(here))
            .withSchema(schema())
            .withDataModel(GenericData.get())
            .withConf(configuration)
            .withExtraMetaData(footer)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP)
            .withPageSize(PAGE)
            .withMinRowCountForPageSizeCheck(CHECKED)
            .withMaxRowCountForPageSizeCheck(CHECKED)
            .build();
    return new ExportWriter() {
      @Override
      public int write(ExportSample sample) throws IOException, LeftOutException {
        List<GenericRecord> rows = rows(sample, settings);
        for (GenericRecord row : rows) {
          writer.write(row);
        }
        return rows.size();
      }

      @Override
      public void close() throws IOException {
        try {
          writer.close();
          ParquetFiles.settle(here);
          if (!local) {
            Files.copy(here, file, StandardCopyOption.REPLACE_EXISTING);
          }
        } finally {
          if (!local) {
            Files.deleteIfExists(here);
          }
        }
      }
    };
  }
}
