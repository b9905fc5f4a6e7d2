package io.seir.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.sample.JsonCoder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A format with one JSON object per example, all of a split in one file, and the pictures next to
 * it.
 */
abstract class JsonFormat implements ExportFormat {
  private static final String PARTS = ".parts/";

  /** Whether the file is one array, or a line for each example. */
  abstract boolean isArray();

  /**
   * The examples of a sample; pictures are stored at the same time.
   *
   * @throws LeftOutException why it yields no example
   */
  abstract List<? extends JsonNode> examples(
      ExportSample sample, String split, ExportSettings settings)
      throws IOException, LeftOutException;

  /** The ending of the file's name. */
  String ending() {
    return isArray() ? ".json" : ".jsonl";
  }

  @Override
  public final String file(String split, int number) {
    return String.format(Locale.ROOT, "%s%s-%05d.jsonl", PARTS, split, number);
  }

  @Override
  public final ExportWriter open(Path file, String split, ExportSettings settings)
      throws IOException {
    BufferedWriter out = Files.newBufferedWriter(file);
    return new ExportWriter() {
      @Override
      public int write(ExportSample sample) throws IOException, LeftOutException {
        List<? extends JsonNode> examples = examples(sample, split, settings);
        for (JsonNode example : examples) {
          out.write(JsonCoder.mapper().writeValueAsString(example));
          out.write('\n');
        }
        return examples.size();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void finish(ExportFolder folder) throws IOException {
    folder.join(ending(), isArray());
    folder.delete(PARTS);
  }
}
