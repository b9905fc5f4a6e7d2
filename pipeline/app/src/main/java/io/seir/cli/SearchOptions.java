package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.data.SampleLookup;
import io.seir.pipeline.ScoreDataSet;
import io.seir.run.SavedOptions;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data are searched, and where their texts and pictures are. */
final class SearchOptions {
  private static final String DATA = "data.";

  /** Kinds of rows, as files are called. */
  enum Kind {
    IMAGE,
    QUESTION,
    ANSWER;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--vectors",
      paramLabel = "DIR",
      description = "The data to search: the --out folder of ./seir score.")
  @Nullable Path vectors;

  @Option(
      names = "--among",
      paramLabel = "image|question|answer",
      defaultValue = "image",
      description = "Which rows to search (default: ${DEFAULT-VALUE}).")
  Kind kind = Kind.IMAGE;

  @Option(
      names = "--among-rows",
      paramLabel = "FILE.npy",
      split = ",",
      description =
          "Search your own rows instead of --vectors: NumPy files (float32 or float16); with --rows"
              + " or --each.")
  private List<Path> own = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "FILE|DIR",
      description =
          "The data that were scored, in the same order; may be given several times (default: the"
              + " scored lines next to the vectors). Needed to show pictures from .tar and"
              + " .parquet.")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder that picture names are relative to (default: the one they were scored with).")
  private @Nullable Path images;

  /**
   * The data to search.
   *
   * @param name its name in messages
   * @param encoder the identity of the encoder that made the rows; absent for the user's own rows
   */
  record Searched(
      String name,
      RowSet rows,
      Optional<String> encoder,
      SampleLookup samples,
      SamplePictures pictures) {}

  /** The data, or an {@link InputException} if there is nothing to search. */
  Searched open() {
    if ((vectors == null) == own.isEmpty()) {
      throw new InputException(
          "give --vectors DIR, a folder that ./seir score wrote, or --among-rows FILE.npy");
    }
    Searched searched = vectors == null ? rows() : vectors(vectors);
    if (searched.rows().rows() == 0) {
      throw new InputException(searched.name() + " contains no rows to search");
    }
    return searched;
  }

  private Searched rows() {
    return new Searched(
        "--among-rows " + own.get(0),
        RowSet.ofNpy(own),
        Optional.empty(),
        SampleLookup.none(),
        SamplePictures.besideTheirFile());
  }

  private Searched vectors(Path given) {
    Vectors stored = Vectors.read(given);
    RowSet set = stored.rows(List.of(kind.key()));
    String name = "--vectors " + given;
    if (set.rows() == 0) {
      Set<String> kinds = new TreeSet<>();
      stored.shards().forEach(shard -> kinds.addAll(shard.files().keySet()));
      throw new InputException(
          name
              + " contains no rows of kind "
              + kind.key()
              + (kinds.isEmpty() ? "" : "; choose --among " + String.join(" or ", kinds)));
    }
    Path folder = Locations.path(stored.folder());
    boolean below = String.valueOf(folder.getFileName()).equals(Vectors.FOLDER);
    Path scored = below ? folder.resolveSibling("") : folder;
    SampleLookup samples =
        data.isEmpty()
            ? SampleLookup.written(scored, ScoreDataSet.NAME)
            : SampleLookup.of(SampleFiles.of("--data", data, SampleFiles.SAMPLES_IN_RANGE));
    boolean asScored = images == null && data.isEmpty();
    return new Searched(
        name,
        set,
        Optional.of(stored.encoder()),
        samples,
        asScored ? pictures(scored) : JobOptions.pictures(images));
  }

  /**
   * The folder of the pictures when the data were scored, if it is a single folder that still
   * exists.
   */
  private static SamplePictures pictures(Path scored) {
    Map<String, String> options = options(scored);
    Set<Path> folders = new TreeSet<>();
    Path given = Locations.path(options.getOrDefault("images", ""));
    if (Files.isDirectory(given) && !given.toString().isEmpty()) {
      folders.add(given);
    } else {
      for (String key : options.keySet()) {
        if (key.startsWith(DATA)) {
          Path path = Locations.path(key.substring(DATA.length())).toAbsolutePath();
          folders.add(Files.isDirectory(path) ? path : path.resolveSibling(""));
        }
      }
    }
    return folders.size() == 1 && Files.isDirectory(folders.iterator().next())
        ? SamplePictures.in(Locations.name(folders.iterator().next()))
        : SamplePictures.besideTheirFile();
  }

  private static Map<String, String> options(Path scored) {
    try {
      return SavedOptions.of(scored)
          .map(SavedOptions::fingerprint)
          .map(TreeMap::new)
          .orElse(new TreeMap<>());
    } catch (IOException | InputException e) {
      return Map.of(); // another version's; pictures can still be named with --images
    }
  }

  /** The fingerprint of the data in the record of a run. */
  TreeMap<String, String> fingerprint(Searched searched) {
    TreeMap<String, String> fingerprint = new TreeMap<>();
    fingerprint.put("among", searched.rows().id());
    data.forEach(path -> fingerprint.put(DATA + path, Fingerprints.ofFileOrFolder(path)));
    fingerprint.put("images", String.valueOf(images));
    return fingerprint;
  }
}
