package io.seir.run;

import io.seir.blob.AtomicFile;
import io.seir.pipeline.SearchLists;
import io.seir.similar.Diversity;
import io.seir.similar.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files in a run folder, for all commands. */
public final class RunFiles {
  /** The last file that a run writes; a folder without it contains no finished data set. */
  public static final String RUN_RECORD = "run.json";

  /** The last file of an ablation. */
  public static final String ABLATION = "ablation.json";

  /** The last file of a judging. */
  public static final String LEADERBOARD = "leaderboard.json";

  /** The last file of a scoring. */
  public static final String FEATURES = "features.json";

  /** The last file of an export. */
  public static final String EXPORT = "export.json";

  /** The last file of answering. */
  public static final String ANSWERS = "answers.json";

  /** The last file of looking for duplicates. */
  public static final String DUPLICATES = "duplicates.json";

  /** The last file of a search for neighbours. */
  public static final String NEIGHBOURS = "neighbours.json";

  /** The run's private folder. */
  public static final String PRIVATE = ".seir";

  /** The finished model calls. */
  public static final String JOURNAL = "journal";

  private static final List<String> MADE =
      List.of(
          FEATURES,
          ANSWERS,
          EXPORT,
          DUPLICATES,
          NEIGHBOURS,
          "features.png",
          "ranks.json",
          "duplicates.html",
          "duplicates.png",
          "topics.jsonl",
          "keep.npy",
          "neighbours.png",
          Diversity.FILE);

  private RunFiles() {}

  /**
   * Deletes what is remade from the journal: everything except the journal, the pictures and the
   * options.
   */
  public static void clear(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(RUN_RECORD));
    Files.deleteIfExists(folder.resolve(ABLATION));
    Files.deleteIfExists(folder.resolve(LEADERBOARD));
    delete(folder, "dialogues-");
    delete(folder, "judged-");
    delete(folder, "answers-");
    delete(folder, "bad-");
    for (String name : MADE) {
      Files.deleteIfExists(folder.resolve(name));
    }
    delete(folder, "neighbours-");
    delete(folder.resolve("queries"), "");
    delete(folder.resolve(SearchLists.FOLDER), "");
    delete(folder, "leaderboard-");
    delete(folder, "features-");
    delete(folder, "ranks-");
    delete(folder, "clusters-");
    delete(folder, "keep-");
    delete(folder.resolve("shown"), "");
    delete(folder.resolve(Vectors.FOLDER), "");
    delete(folder.resolve("bad"), "bad-");
    delete(folder.resolve("rejected"), "rejected-");
    delete(folder.resolve(PRIVATE), "wave-");
    delete(folder.resolve(PRIVATE), "duplicates-");
  }

  /** Deletes the copy of the rows that a search with lists makes. */
  public static void deleteLists(Path folder) throws IOException {
    delete(folder.resolve(SearchLists.FOLDER), "");
    Files.deleteIfExists(folder.resolve(SearchLists.FOLDER));
  }

  private static void delete(Path folder, String prefix) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          String name = file.getFileName().toString();
          if (name.startsWith(prefix) || name.endsWith(AtomicFile.PART)) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /** Whether the folder contains a run that can be continued. */
  public static boolean isUnfinished(Path folder) {
    return Files.exists(SavedOptions.file(folder)) && !isFinished(folder);
  }

  /** Whether the folder has the last file of a run of any command. */
  static boolean isFinished(Path folder) {
    return Stream.of(
            RUN_RECORD, ABLATION, LEADERBOARD, FEATURES, ANSWERS, EXPORT, DUPLICATES, NEIGHBOURS)
        .anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  static String holds(Path folder) {
    if (isFinished(folder)) {
      return "a finished run; choose a new folder";
    }
    return Files.exists(SavedOptions.file(folder))
        ? "an unfinished run; continue it with --resume=always, or choose a new folder"
        : "other files; choose a new folder";
  }
}
