package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.duplicates.ClusterFiles;
import io.seir.duplicates.DuplicateRule;
import io.seir.duplicates.Example;
import io.seir.duplicates.Nearest;
import io.seir.duplicates.Shown;
import io.seir.duplicates.TurnMatch;
import io.seir.run.RunFiles;
import io.seir.sample.JsonCoder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of a search for duplicates, as table, page and JSON. */
public final class DuplicatesReport {
  private static final double HUNDRED = 100;

  /**
   * What was searched.
   *
   * @param {@code samples} or {@code rows}
   * @param count of them
   * @param unreadable samples with a picture that cannot be read
   * @param encoder that made the rows, if there were some
   */
  public record Source(
      String what, long count, long unreadable, DuplicateRule rule, Optional<String> encoder) {
    /** Whether contents and hashes are compared, not only rows. */
    boolean hashes() {
      return !rule.kinds().contains("row");
    }
  }

  private final Path folder;
  private final Source source;
  private final Map<TurnMatch.Pass, Long> by = new EnumMap<>(TurnMatch.Pass.class);
  private final List<Nearest> nearest;
  private final List<Example> examples;
  private final List<Shown> largest;
  private final List<TopicLoss> topics;
  private long clusters;
  private long dropped;

  /**
   * What a topic loses.
   *
   * @param name including its place in the hierarchy
   */
  record TopicLoss(String name, long samples, long dropped) {}

  private DuplicatesReport(Path folder, Source source) throws IOException {
    this.folder = folder;
    this.source = source;
    Path own = folder.resolve(RunFiles.PRIVATE);
    nearest = lines(own.resolve("duplicates-nearest.jsonl"), Nearest.class);
    examples = lines(own.resolve("duplicates-examples.jsonl"), Example.class);
    largest = lines(own.resolve("duplicates-largest.jsonl"), Shown.class);
    topics =
        lines(folder.resolve("topics.jsonl"), JsonNode.class).stream()
            .map(DuplicatesReport::loss)
            .toList();
  }

  /** Reads the files in a folder. */
  public static DuplicatesReport read(Path folder, Source source) throws IOException {
    DuplicatesReport report = new DuplicatesReport(folder, source);
    ClusterFiles.read(
        folder,
        cluster -> {
          report.clusters++;
          report.dropped += cluster.duplicates().size();
          cluster.duplicates().forEach(one -> report.by.merge(one.by(), 1L, Long::sum));
        });
    return report;
  }

  private static <T> List<T> lines(Path file, Class<T> type) throws IOException {
    List<T> values = new ArrayList<>();
    if (Files.exists(file)) {
      try (BufferedReader in = Files.newBufferedReader(file)) {
        for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
          values.add(JsonCoder.mapper().readValue(line, type));
        }
      }
    }
    return values;
  }

  private static TopicLoss loss(JsonNode line) {
    List<String> path = new ArrayList<>();
    for (String level : List.of("domain", "category", "topic")) {
      if (line.has(level)) {
        path.add(line.path(level).asText());
      }
    }
    return new TopicLoss(
        String.join(" / ", path), line.path("samples").asLong(), line.path("dropped").asLong());
  }

  /** How many are dropped. */
  public long dropped() {
    return dropped;
  }

  Source source() {
    return source;
  }

  long clusters() {
    return clusters;
  }

  long by(TurnMatch.Pass pass) {
    return by.getOrDefault(pass, 0L);
  }

  List<Nearest> nearest() {
    return nearest;
  }

  List<Example> examples() {
    return examples;
  }

  List<Shown> largest() {
    return largest;
  }

  List<TopicLoss> topics() {
    return topics;
  }

  /** Whether there is a small picture of a turn. */
  boolean isShown(String name) {
    return Files.exists(folder.resolve(name));
  }

  /** Writes the page, then {@code duplicates.json}. */
  public void write() throws IOException {
    DuplicatesPage.write(folder, this);
    ObjectNode json = JsonCoder.mapper().createObjectNode();
    json.put(source.what(), source.count()).put("kept", source.count() - dropped);
    json.put("dropped", dropped).put("clusters", clusters).put("unreadable", source.unreadable());
    ObjectNode passes = json.putObject("droppedBy");
    for (TurnMatch.Pass pass : TurnMatch.Pass.values()) {
      passes.put(pass.name().toLowerCase(Locale.ROOT), by(pass));
    }
    json.set("rule", JsonCoder.mapper().valueToTree(source.rule()));
    source.encoder().ifPresent(name -> json.put("encoder", name));
    ObjectNode distribution = json.putObject("nearest");
    for (Nearest of : nearest) {
      ObjectNode counts = distribution.putObject(of.kinds());
      of.counts().forEach((cosine, count) -> counts.put(hundredths(cosine), count));
    }
    AtomicFile.write(
        folder.resolve(RunFiles.DUPLICATES),
        json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  static String hundredths(int cosine) {
    return String.format(Locale.ROOT, "%.2f", cosine / HUNDRED);
  }

  /** How many turns have an earlier turn at least this similar, by the cosine in hundredths. */
  static long from(Nearest of, int cosine) {
    return of.counts().tailMap(cosine).values().stream().mapToLong(Long::longValue).sum();
  }

  /** The table. */
  public void print(PrintStream out) {
    out.printf("%n%-12s %,12d%n", source.what(), source.count());
    out.printf(
        "%-12s %,12d in %,d clusters (%.1f %%)%n",
        "duplicates",
        dropped,
        clusters,
        source.count() == 0 ? 0 : HUNDRED * dropped / source.count());
    if (source.hashes()) {
      out.printf("  equal      %,12d%n", by(TurnMatch.Pass.EXACT));
      out.printf("  by hashes  %,12d%n", by(TurnMatch.Pass.HASHES));
    }
    out.printf("  by rows    %,12d%n", by(TurnMatch.Pass.ROWS));
    out.printf("%-12s %,12d%n", "kept", source.count() - dropped);
    if (source.unreadable() > 0) {
      out.printf(
          "%-12s %,12d kept without comparison, because a picture cannot be read%n",
          "unreadable", source.unreadable());
    }
    topics.stream()
        .max(Comparator.comparingDouble(DuplicatesPage::share))
        .filter(topic -> topic.dropped() > 0)
        .ifPresent(
            topic ->
                out.printf(
                    "%-12s %s loses most: %,d of %,d samples%n",
                    "topics", topic.name(), topic.dropped(), topic.samples()));
  }
}
