package io.seir.data.formats;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.SampleFormat;
import io.seir.data.SampleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet tables: columns are the keys of a line, ignoring case ({@code TEXT} and {@code URL} as
 * LAION writes them); a picture may be a path, bytes, or a group of {@code bytes} and {@code path},
 * alone or in a list, as Hugging Face writes it.
 */
public final class ParquetTable implements SampleFormat {
  private static final Set<String> TEXTS =
      Set.of("text", "txt", "caption", "question", "answer", "conversations", "messages");
  private static final Set<String> IMAGES =
      Set.of(
          "image", "images", "jpg", "jpeg", "png", "webp", "gif", "image_path", "file_name", "url");
  private static final Set<String> OTHERS =
      Set.of("id", "__key__", "sample_id", "key", "model", "topic", "domain", "category");

  @Override
  public String ending() {
    return ".parquet";
  }

  /** Whether a column says something here. */
  static boolean isKnown(String column) {
    String name = column.toLowerCase(Locale.ROOT);
    return TEXTS.contains(name) || IMAGES.contains(name) || OTHERS.contains(name);
  }

  @Override
  public Contents open(Path path, int samplesInRange, long first) throws IOException {
    String system = String.valueOf(path.getFileName());
    String name = Locations.name(path);
    Path parent = path.toAbsolutePath().getParent();
    String folder = parent == null ? "" : Locations.name(parent);
    List<SampleSource> ranges = new ArrayList<>();
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
      throw new InputException(path + " is not a Parquet file, or is damaged");
    }
    return new Contents(ranges, system, rows);
  }

  private static void check(Path path, MessageType table) {
    List<String> columns =
        table.getFields().stream().map(f -> f.getName().toLowerCase(Locale.ROOT)).toList();
    if (columns.stream().noneMatch(TEXTS::contains)) {
      throw new InputException(
          path
              + " needs one of the columns "
              + TEXTS.stream().sorted().toList()
              + "; it has "
              + columns);
    }
  }
}
