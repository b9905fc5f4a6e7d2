package io.seir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.export.About;
import io.seir.report.DataCard;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the data card of an export states. */
final class CardOptions {
  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "Title of the data card (default: the name of the first of --data).")
  private @Nullable String name;

  @Option(
      names = "--license",
      paramLabel = "ID",
      defaultValue = About.NOT_STATED,
      description = "Licence that the card states, such as cc-by-4.0 (default: ${DEFAULT-VALUE}).")
  String license = About.NOT_STATED;

  @Option(
      names = "--creator",
      paramLabel = "NAME",
      defaultValue = About.NOT_STATED,
      description = "Who answers for the data, for cards (default: ${DEFAULT-VALUE}).")
  private String creator = About.NOT_STATED;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "./",
      description = "Where the export is going to be, for cards (default: ${DEFAULT-VALUE}).")
  private String url = "./";

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "Template of your own for the data card, with places such as {{counts}}.")
  private @Nullable Path card;

  /** The template; empty for the shipped one. */
  String template() {
    String template = card == null ? "" : InputFile.read(card, "the card's template");
    try {
      DataCard.check(template);
      return template;
    } catch (IllegalArgumentException e) {
      throw new InputException("--card " + card + ": " + e.getMessage());
    }
  }

  String title(List<Path> data) {
    return name == null
        ? String.valueOf(data.get(0).toAbsolutePath().normalize().getFileName())
        : name;
  }

  About about(List<Path> data) {
    return new About(title(data), license, creator, url, date(data.get(0)));
  }

  /** All that is stated, for the fingerprint of a run. */
  String stated(List<Path> data) {
    return title(data) + " " + license + " " + creator + " " + url;
  }

  /** The day on which the data were finished: the same however often they are exported. */
  private static String date(Path first) {
    Path file = first.resolve(RunFiles.RUN_RECORD);
    try {
      return Files.getLastModifiedTime(Files.exists(file) ? file : first)
          .toInstant()
          .atZone(ZoneOffset.UTC)
          .toLocalDate()
          .toString();
    } catch (IOException e) {
      throw InputException.unreadable("--data " + first, e);
    }
  }

  /** The records of the runs that made the data, by name; missing where nobody knows. */
  static Map<String, JsonNode> records(List<Path> data) throws IOException {
    Map<String, JsonNode> records = new LinkedHashMap<>();
    for (Path path : data) {
      Path file = path.resolve(RunFiles.RUN_RECORD);
      JsonNode record =
          Files.isDirectory(path) && Files.exists(file)
              ? JsonCoder.mapper().readTree(Files.readString(file))
              : DataCard.unknown();
      if (record.path("merged").isObject()) {
        record
            .path("merged")
            .properties()
            .forEach(one -> put(records, one.getKey(), one.getValue()));
      } else {
        put(records, String.valueOf(path.toAbsolutePath().normalize().getFileName()), record);
      }
    }
    return records;
  }

  /** Folders of one name are not one run. */
  private static void put(Map<String, JsonNode> records, String name, JsonNode record) {
    String free = name;
    for (int again = 2; records.containsKey(free); again++) {
      free = name + "-" + again;
    }
    records.put(free, record);
  }
}
