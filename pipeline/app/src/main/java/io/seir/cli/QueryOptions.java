package io.seir.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.data.InputFile;
import io.seir.data.SampleFiles;
import io.seir.model.ModelException;
import io.seir.model.PictureReader;
import io.seir.pipeline.QueryKind;
import io.seir.sample.JsonCoder;
import io.seir.sample.Picture;
import io.seir.similar.RowSet;
import io.seir.similar.TurnLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to find neighbours of. */
final class QueryOptions {
  private static final String FILE = "queries.jsonl";

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Find what is nearest to this text; may be given several times.")
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--texts",
      paramLabel = "FILE",
      description = "Find what is nearest to each line of this text file.")
  private @Nullable Path textFile;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description =
          "Find what is nearest to this picture (PNG, JPEG or GIF); may be given several times.")
  private List<Path> pictures = new ArrayList<>();

  @Option(
      names = "--rows",
      paramLabel = "FILE.npy",
      split = ",",
      description =
          "Find what is nearest to each row of this NumPy file (float32 or float16); may be given"
              + " several times.")
  private List<Path> rows = new ArrayList<>();

  @Option(
      names = "--each",
      description = "Find the nearest neighbours of every row of the data: a neighbour graph.")
  private boolean each;

  /** The one kind of query that was given. */
  QueryKind kind() {
    List<QueryKind> given = new ArrayList<>();
    if (!texts.isEmpty() || textFile != null) {
      given.add(QueryKind.TEXT);
    }
    if (!pictures.isEmpty()) {
      given.add(QueryKind.PICTURE);
    }
    if (!rows.isEmpty()) {
      given.add(QueryKind.ROW);
    }
    if (each) {
      given.add(QueryKind.EACH);
    }
    if (given.isEmpty()) {
      throw new InputException(
          "give something to search for: --text TEXT, --texts FILE, --picture FILE, --rows FILE.npy"
              + " or --each");
    }
    if (given.size() > 1) {
      throw new InputException(
          "give only one of texts, pictures, --rows and --each; start a separate run for each");
    }
    return given.get(0);
  }

  /** All texts, in order. */
  private List<String> allTexts() {
    List<String> all = new ArrayList<>(texts);
    if (textFile != null) {
      InputFile.read(textFile, "texts").lines().forEach(all::add);
    }
    all.removeIf(String::isBlank);
    if (all.isEmpty()) {
      throw new InputException("--text and --texts are blank; give a text to search for");
    }
    return all;
  }

  /**
   * Checks what was given before a folder is claimed.
   *
   * @return its fingerprint for the record of a run
   */
  TreeMap<String, String> check() {
    TreeMap<String, String> fingerprint = new TreeMap<>();
    switch (kind()) {
      case TEXT -> fingerprint.put("queries", Fingerprints.of(String.join("\n", allTexts())));
      case PICTURE ->
          pictures.forEach(
              file -> fingerprint.put("queries." + file, "sha256:" + picture(file).sha256()));
      case ROW -> rows.forEach(file -> fingerprint.put("queries." + file, Fingerprints.of(file)));
      case EACH -> fingerprint.put("queries", "each");
    }
    return fingerprint;
  }

  private static Picture picture(Path file) {
    try {
      Picture picture = new Picture(Files.readAllBytes(file));
      PictureReader.check(picture);
      return picture;
    } catch (ModelException e) {
      throw new InputException("--picture " + file + ": " + e.getMessage());
    } catch (IOException e) {
      throw InputException.unreadable("--picture " + file, e);
    }
  }

  /** The rows that were given. */
  RowSet rows() {
    RowSet set = RowSet.ofNpy(rows);
    if (set.rows() == 0) {
      throw new InputException("--rows " + rows.get(0) + " contains no rows");
    }
    return set;
  }

  /** The number of queries, except for {@link QueryKind#EACH}. */
  long count() {
    return switch (kind()) {
      case TEXT -> allTexts().size();
      case PICTURE -> new LinkedHashSet<>(pictures).size();
      case ROW -> rows().rows();
      case EACH -> 0;
    };
  }

  /** The pictures by name, each with its copy in a folder. */
  Map<String, Path> copies(Path folder) {
    Map<String, Path> copies = new LinkedHashMap<>();
    for (Path file : new LinkedHashSet<>(pictures)) {
      String copy = String.format(Locale.ROOT, "picture-%05d", copies.size());
      copies.put(name(file), folder.resolve(copy));
    }
    return copies;
  }

  /** Writes texts or pictures as samples: each a question, or a picture by the name of its copy. */
  SampleFiles write(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Path> copy : copies(folder).entrySet()) {
      AtomicFile.write(copy.getValue(), picture(Locations.path(copy.getKey())).bytes());
      String name = String.valueOf(copy.getValue().getFileName());
      lines.add(line(copy.getKey()).put("image", name).toString());
    }
    if (lines.isEmpty()) {
      for (String text : allTexts()) {
        lines.add(line("text-" + (lines.size() + 1)).put("question", text).toString());
      }
    }
    Path file = folder.resolve(FILE);
    AtomicFile.write(file, lines);
    return SampleFiles.of("", List.of(file), SampleFiles.SAMPLES_IN_RANGE);
  }

  /** The words of a query, or the name of its picture. */
  String said(TurnLine query) {
    return kind() == QueryKind.TEXT ? allTexts().get((int) query.index()) : query.id();
  }

  private static String name(Path file) {
    return Locations.isLocal(file) ? file.toString() : Locations.name(file);
  }

  private static ObjectNode line(String id) {
    return JsonCoder.mapper().createObjectNode().put("id", id);
  }
}
