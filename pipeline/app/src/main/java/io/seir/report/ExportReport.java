package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.export.ExportFolder;
import io.seir.export.ShardReport;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The outcome of an export: its card, the samples left out, and the counts. */
public final class ExportReport {
  /** What a format requires at the head of the card. */
  private static final String FRONT = ".seir/card.yaml";

  private static final String LEFT_OUT = "left-out.jsonl";

  private final ExportFolder export;
  private final String format;
  private final ExportStatistics statistics;

  /**
   * @param export with all its shards
   * @param statistics of the samples to be exported
   */
  public ExportReport(ExportFolder export, String format, ExportStatistics statistics) {
    this.export = export;
    this.format = format;
    this.statistics = statistics;
  }

  /**
   * Writes the files; the one that marks the export as finished comes last.
   *
   * @param runs the record of each run that made the data, by name
   * @param template of the card; the shipped one if it is empty
   */
  public void write(String title, String license, Map<String, JsonNode> runs, String template)
      throws IOException {
    Path head = export.root().resolve(FRONT);
    String front = Files.exists(head) ? "---\n" + Files.readString(head) + "---\n\n" : "";
    export.write(
        "README.md",
        new DataCard(title, format, license, front, export, statistics, runs).fill(template));
    List<String> left = new ArrayList<>();
    for (ShardReport shard : export.reports()) {
      for (String id : shard.ids()) {
        int tab = id.lastIndexOf('\t');
        ObjectNode line = JsonCoder.mapper().createObjectNode();
        left.add(
            line.put("id", id.substring(0, tab)).put("reason", id.substring(tab + 1)).toString());
      }
    }
    if (!left.isEmpty()) {
      AtomicFile.write(export.root().resolve(LEFT_OUT), left);
    }
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put("format", format)
        .put("samples", export.reports().stream().mapToLong(ShardReport::samples).sum())
        .put("filtered", filtered());
    json.set("examples", JsonCoder.mapper().valueToTree(export.examples()));
    json.set("left", JsonCoder.mapper().valueToTree(export.left()));
    json.set("shared", JsonCoder.mapper().valueToTree(statistics.shared()));
    export.write(RunFiles.EXPORT, json.toPrettyString() + "\n");
  }

  private long filtered() {
    return export.reports().stream().mapToLong(ShardReport::filtered).sum();
  }

  /** Prints the counts. */
  public void print(PrintStream out) {
    export.examples().forEach((part, n) -> out.printf("%-12s %,d examples%n", part, n));
    if (filtered() > 0) {
      out.printf("kept out     %,d samples by --where%n", filtered());
    }
    export.left().forEach((reason, n) -> out.printf("left out     %,d samples: %s%n", n, reason));
    out.printf("Export       %s%n", export.root());
  }
}
