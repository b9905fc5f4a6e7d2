package io.seir.export;

import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.sample.JsonCoder;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of an export when all its shards are there. */
public final class ExportFolder {
  /** Where the reports of shards are kept until the export is done, below the folder. */
  public static final String REPORTS = ".seir/export";

  private final Path root;
  private final ExportSettings settings;
  private final List<ShardReport> reports;

  private ExportFolder(Path root, ExportSettings settings, List<ShardReport> reports) {
    this.root = root;
    this.settings = settings;
    this.reports = reports;
  }

  /** Reads what the shards report. */
  public static ExportFolder read(ExportSettings settings) throws IOException {
    Path root = Locations.path(settings.folder());
    List<ShardReport> reports = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(root.resolve(REPORTS), "*.json")) {
      for (Path file : found) {
        reports.add(JsonCoder.mapper().readValue(Files.readString(file), ShardReport.class));
      }
    }
    reports.sort(Comparator.comparingInt(ShardReport::number));
    return new ExportFolder(root, settings, reports);
  }

  public Path root() {
    return root;
  }

  public ExportSettings settings() {
    return settings;
  }

  /** What the shards report, in their order. */
  public List<ShardReport> reports() {
    return List.copyOf(reports);
  }

  /** Examples by split. */
  public SortedMap<String, Long> examples() {
    SortedMap<String, Long> sum = new TreeMap<>();
    reports.forEach(
        shard -> shard.examples().forEach((split, n) -> sum.merge(split, n, Long::sum)));
    return sum;
  }

  /** Samples that yielded no example, by reason. */
  public SortedMap<String, Long> left() {
    SortedMap<String, Long> sum = new TreeMap<>();
    reports.forEach(shard -> shard.left().forEach((reason, n) -> sum.merge(reason, n, Long::sum)));
    return sum;
  }

  /** The files of a split, in the order of their shards. */
  public List<String> files(String split) {
    return reports.stream()
        .map(shard -> shard.files().get(split))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** Deletes a folder with everything in it, if it exists. */
  public void delete(String name) throws IOException {
    Path folder = root.resolve(name);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(one);
        }
      }
    }
  }

  /** Deletes what a killed export left unfinished. */
  public static void sweep(Path root) throws IOException {
    if (Locations.isLocal(root) && Files.isDirectory(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path one : (Iterable<Path>) all::iterator) {
          String name = String.valueOf(one.getFileName());
          if (name.startsWith(".") && name.endsWith(AtomicFile.PART)) {
            Files.deleteIfExists(one);
          }
        }
      }
    }
  }

  /** Writes a small file, which appears only when complete. */
  public void write(String name, String text) throws IOException {
    AtomicFile.write(root.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Joins the shards of every split into one file, and deletes the shards.
   *
   * @param ending of the file's name, with its dot
   * @param array whether it is one JSON array, or a line for each example
   */
  public void join(String ending, boolean array) throws IOException {
    for (String split : examples().keySet()) {
      List<String> shards = files(split);
      Path whole = root.resolve(split + ending);
      if (shards.isEmpty() || (Files.exists(whole) && !Files.exists(root.resolve(shards.get(0))))) {
        continue;
      }
      boolean local = Locations.isLocal(whole);
      Path part =
          local
              ? whole.resolveSibling("." + whole.getFileName() + AtomicFile.PART)
              : whole; // an object appears when it is whole
      try (BufferedWriter out = Files.newBufferedWriter(part)) {
        String between = array ? "[\n" : "";
        for (String shard : shards) {
          try (BufferedReader in = Files.newBufferedReader(root.resolve(shard))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              out.write(between);
              out.write(line);
              between = array ? ",\n" : "\n";
            }
          }
        }
        out.write(array ? "\n]\n" : "\n");
      }
      if (local) {
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
      }
      for (String shard : shards) {
        Files.deleteIfExists(root.resolve(shard));
      }
    }
  }
}
