package io.seir.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.SamplePictures;
import io.seir.data.JsonLines;
import io.seir.data.SampleLookup;
import io.seir.features.TurnRows;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import io.seir.similar.RowSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** The first queries of a search with their neighbours: as a table, and as a contact sheet. */
public final class NeighbourReport {
  /** The file name of the contact sheet. */
  public static final String SHEET = "neighbours.png";

  private static final int QUERIES = 20;
  private static final int NEAREST = 10;
  private static final int PRINTED_QUERIES = 5;
  private static final int PRINTED_NEAREST = 5;
  private static final int WIDTH = 100;

  private final List<JsonNode> lines;

  private final String among;

  private NeighbourReport(List<JsonNode> lines, String among) {
    this.lines = lines;
    this.among = among;
  }

  /**
   * Reads the first queries from a result file.
   *
   * @param among the kind of the searched rows; for answers the answer is shown, otherwise the
   *     question
   */
  public static NeighbourReport read(Path file, String among) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(file)) {
      try (JsonLines in = new JsonLines(Files.newInputStream(file), 0)) {
        for (@Nullable String line = in.next();
            line != null && lines.size() < QUERIES;
            line = in.next()) {
          lines.add(JsonCoder.mapper().readTree(line));
        }
      }
    }
    return new NeighbourReport(lines, among);
  }

  /** Prints the best neighbours of a few queries. */
  public void print(PrintStream out) {
    for (JsonNode line : lines.subList(0, Math.min(PRINTED_QUERIES, lines.size()))) {
      out.println(shortened(name(line.path("query"))));
      int printed = 0;
      for (JsonNode near : line.path("nearest")) {
        if (printed++ < PRINTED_NEAREST) {
          String start = String.format(Locale.ROOT, "  %7.4f  ", near.path("score").asDouble());
          out.println(shortened(start + turn(near) + "  " + says(near)));
        }
      }
    }
  }

  private static String shortened(String text) {
    String line = text.replaceAll("[\\r\\n\\t]+", " ").stripTrailing();
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  /** What a query is called. */
  private String name(JsonNode query) {
    if (query.has("id")) {
      return turn(query) + "  " + says(query);
    }
    return query.has("row")
        ? "row " + query.path("row").asLong()
        : query.path("text").asText(query.path("picture").asText());
  }

  private static String turn(JsonNode row) {
    int turn = row.path("turn").asInt();
    return row.path("id").asText() + (turn > 0 ? "/" + turn : "");
  }

  private String says(JsonNode row) {
    List<String> keys =
        among.equals(TurnRows.ANSWER)
            ? List.of("answer", "question", "image")
            : List.of("question", "answer", "image");
    return keys.stream().filter(row::has).findFirst().map(key -> row.path(key).asText()).orElse("");
  }

  /**
   * Where to find the pictures of results.
   *
   * @param rows that were searched
   * @param queries files of the queries' own pictures, by their names in the lines
   */
  public record Places(
      RowSet rows, SampleLookup samples, SamplePictures pictures, Map<String, Path> queries) {
    public Places {
      queries = Map.copyOf(queries);
    }
  }

  /**
   * Draws the contact sheet, if there is a picture to show.
   *
   * @return why pictures could not be read, and how many
   */
  public SortedMap<String, Integer> draw(Path folder, Places places) throws IOException {
    SortedSet<Long> rows = new TreeSet<>();
    for (JsonNode line : lines) {
      if (line.path("query").has("id")) {
        rows.add(line.path("query").path("row").asLong());
      }
      shown(line).forEach(near -> rows.add(near.path("row").asLong()));
    }
    FoundPictures found =
        FoundPictures.read(
            new FoundPictures.Places(places.rows(), places.samples(), places.pictures()),
            rows,
            NeighbourSheet::scaled);
    if (!found.byRow().isEmpty()) {
      List<NeighbourSheet.Line> sheet = new ArrayList<>();
      for (JsonNode line : lines) {
        String picture = line.path("query").path("picture").asText();
        sheet.add(line(line, found, places.queries().get(picture)));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(NeighbourSheet.draw(sheet), "png", bytes);
      AtomicFile.write(folder.resolve(SHEET), bytes.toByteArray());
    }
    return new TreeMap<>(found.faults());
  }

  private static List<JsonNode> shown(JsonNode line) {
    List<JsonNode> shown = new ArrayList<>();
    for (JsonNode near : line.path("nearest")) {
      if (shown.size() < NEAREST) {
        shown.add(near);
      }
    }
    return shown;
  }

  private NeighbourSheet.Line line(JsonNode line, FoundPictures found, @Nullable Path picture) {
    JsonNode query = line.path("query");
    Optional<BufferedImage> own =
        query.has("id")
            ? Optional.ofNullable(found.byRow().get(query.path("row").asLong()))
            : Optional.ofNullable(picture).flatMap(NeighbourReport::decoded);
    String below =
        own.isPresent()
            ? name(query).substring(query.path("picture").asText().lastIndexOf('/') + 1)
            : "";
    List<NeighbourSheet.Tile> nearest = new ArrayList<>();
    for (JsonNode near : shown(line)) {
      nearest.add(
          new NeighbourSheet.Tile(
              says(near),
              String.format(Locale.ROOT, "%.4f", near.path("score").asDouble()),
              turn(near),
              Optional.ofNullable(found.byRow().get(near.path("row").asLong()))));
    }
    return new NeighbourSheet.Line(new NeighbourSheet.Tile(name(query), "", below, own), nearest);
  }

  private static Optional<BufferedImage> decoded(Path file) {
    try {
      Picture picture = new Picture(Files.readAllBytes(file));
      return Optional.of(NeighbourSheet.scaled(PictureReader.decode(picture)));
    } catch (IOException | ModelException e) {
      return Optional.empty(); // its name stands in its place
    }
  }
}
