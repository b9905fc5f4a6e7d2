package io.seir.cli;

import io.seir.blob.Locations;
import io.seir.blob.SamplePictures;
import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.data.SampleLookup;
import io.seir.pipeline.ScoreDataSet;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        asScored ? EarlierPictures.of(scored, DATA) : JobOptions.pictures(images));
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
