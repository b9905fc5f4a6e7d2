package io.seir.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.Locations;
import io.seir.dialogue.Entry;
import io.seir.dialogue.Exchange;
import io.seir.dialogue.JsonCoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A row group of a Parquet table. Columns of text and numbers become the keys of an entry ({@code
 * id}, {@code text} or {@code caption} or {@code question} and {@code answer}, {@code image});
 * {@code image} may be a path, bytes, or a group of {@code bytes} and {@code path}. Names of
 * columns are read in lower case.
 *
 * @param folder of the table
 * @param from first byte of the row group
 * @param to first byte after it
 * @param first 0-based index of its first row
 */
record ParquetRange(String file, String system, String folder, long from, long to, long first)
    implements EntrySource {
  private static final Set<String> WANTED =
      Set.of("id", "model", "topic", "text", "caption", "question", "answer", "image");

  /** The row groups of a table. */
  static EntryFiles.Contained of(Path path, long first) throws IOException {
    String system = String.valueOf(path.getFileName());
    String name = Locations.name(path);
    Path parent = path.toAbsolutePath().getParent();
    String folder = parent == null ? "" : Locations.name(parent);
    List<EntrySource> ranges = new ArrayList<>();
    long rows = 0;
    try (ParquetFileReader reader = ParquetFileReader.open(ParquetFiles.input(name))) {
      for (BlockMetaData group : reader.getFooter().getBlocks()) {
        long start = group.getStartingPos();
        long end = start + group.getCompressedSize();
        ranges.add(new ParquetRange(name, system, folder, start, end, first + rows));
        rows += group.getRowCount();
      }
      check(path, reader.getFooter().getFileMetaData().getSchema());
    } catch (RuntimeException e) {
      if (e instanceof InputException) {
        throw e;
      }
      throw new InputException(path + " is no Parquet file, or a broken one");
    }
    return new EntryFiles.Contained(ranges, system, rows);
  }

  private static void check(Path path, MessageType table) {
    List<String> columns =
        table.getFields().stream().map(f -> f.getName().toLowerCase(Locale.ROOT)).toList();
    boolean text =
        columns.contains("text") || columns.contains("caption") || columns.contains("answer");
    if (!text || !columns.contains("image")) {
      throw new InputException(
          path + " needs columns 'image' and 'text', 'caption' or 'answer'; it has " + columns);
    }
  }

  @Override
  public void read(Consumer<Entry> out) throws IOException {
    long index = first;
    PlainParquetConfiguration wanted = new PlainParquetConfiguration();
    try (ParquetFileReader footer = ParquetFileReader.open(ParquetFiles.input(file))) {
      wanted.set(
          "parquet.avro.projection",
          columns(footer.getFooter().getFileMetaData().getSchema()).toString());
    }
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(ParquetFiles.input(file), wanted)
            .withDataModel(GenericData.get())
            .withFileRange(from, to)
            .build()) {
      for (GenericRecord row = reader.read(); row != null; row = reader.read()) {
        out.accept(entry(row, index++));
      }
    }
  }

  /** The columns that are of use, of a table that may have others of any kind and name. */
  private static Schema columns(MessageType table) {
    List<Type> wanted =
        table.getFields().stream()
            .filter(field -> WANTED.contains(field.getName().toLowerCase(Locale.ROOT)))
            .toList();
    return new AvroSchemaConverter().convert(new MessageType("row", wanted));
  }

  private Entry entry(GenericRecord row, long index) {
    ObjectNode line = JsonCoder.mapper().createObjectNode();
    byte[] bytes = {};
    for (Schema.Field field : row.getSchema().getFields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      Object value = row.get(field.pos());
      if (name.equals("image") && value instanceof GenericRecord group) {
        Object inner = group.hasField("bytes") ? group.get("bytes") : null;
        bytes = inner instanceof ByteBuffer buffer ? ParquetFiles.bytes(buffer) : bytes;
        Object path = group.hasField("path") ? group.get("path") : null;
        line.put(
            "image", path == null ? (bytes.length > 0 ? "row-" + index : "") : path.toString());
      } else if (name.equals("image") && value instanceof ByteBuffer buffer) {
        bytes = ParquetFiles.bytes(buffer);
        line.put("image", "row-" + index);
      } else if (value instanceof CharSequence text) {
        line.put(name, text.toString());
      } else if (value == null) {
        line.put(name, "");
      } else if (value instanceof Number number) {
        line.set(name, JsonCoder.mapper().valueToTree(number));
      }
    }
    if (!line.has("id")) {
      line.put("id", system + "#" + index);
    }
    if (!line.has("image")) {
      line.put("image", "");
    }
    try {
      Entry entry = EntryLine.parse(line.toString(), index, index, system, folder);
      Exchange one = entry.turns().get(0);
      return entry.with(
          new Exchange(one.question(), one.answer(), one.caption(), one.image(), bytes));
    } catch (IllegalArgumentException e) {
      return EntryLine.fault(
          line.path("id").asText(), index, system, String.valueOf(e.getMessage()));
    }
  }
}
