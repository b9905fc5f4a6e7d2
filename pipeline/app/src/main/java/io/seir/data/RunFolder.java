package io.seir.data;

import com.google.cloud.storage.StorageException;
import io.seir.blob.AtomicFile;
import io.seir.blob.Locations;
import io.seir.dialogue.JsonCoder;
import io.seir.journal.JournalFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder a run writes to: new or empty, or that of a run which is gone on with. Held by one run
 * at a time; the operating system lets go when the process dies.
 */
public final class RunFolder implements AutoCloseable {
  /** The last file of a run; a folder without it holds no finished data set. */
  public static final String RUN_RECORD = "run.json";

  /** The last file of an ablation. */
  public static final String ABLATION = "ablation.json";

  /** The last file of a judging. */
  public static final String LEADERBOARD = "leaderboard.json";

  /** The last file of a scoring. */
  public static final String FEATURES = "features.json";

  /** The last file of answering. */
  public static final String ANSWERS = "answers.json";

  /** What a run keeps for itself. */
  public static final String PRIVATE = ".seir";

  /** The finished model calls. */
  public static final String JOURNAL = "journal";

  private static final String OPTIONS = "options.json";

  /** What to do with a folder that holds a run already. */
  public enum Resume {
    NEVER,
    IF_POSSIBLE,
    ALWAYS
  }

  private final Path path;
  private final @Nullable FileLock lock;
  private final int replays;

  private RunFolder(Path path, @Nullable FileLock lock, int replays) {
    this.path = path;
    this.lock = lock;
    this.replays = replays;
  }

  /** How often the run was replayed, also before. */
  public int replays() {
    return replays;
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** Makes the folder ready; an {@link InputException} with the remedy if it cannot be used. */
  public static RunFolder claim(String out, Resume resume, RunSettings settings) {
    try {
      Path folder = Locations.path(out.endsWith("/") || !out.contains("://") ? out : out + "/");
      if (!Locations.isLocal(folder)) {
        return claimObjects(out, folder, resume, settings);
      }
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new InputException("--out " + out + " is a file; give a folder");
      }
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new InputException("--out " + out + " is not writable; choose another folder");
      }
      boolean empty = isEmpty(folder);
      if (empty && resume == Resume.ALWAYS) {
        throw new InputException(
            "--out " + out + " holds nothing to go on with; leave --resume out");
      }
      return empty ? begin(folder, settings) : goOn(out, folder, resume, settings);
    } catch (IOException | InvalidPathException e) {
      throw new InputException("--out " + out + " cannot be made or read (" + e + ")");
    }
  }

  /** The same in an object store: no folders to make and nothing to hold, but one name to take. */
  private static RunFolder claimObjects(
      String out, Path folder, Resume resume, RunSettings settings) throws IOException {
    try {
      boolean empty;
      try (Stream<Path> content = Files.list(folder)) {
        empty = content.findAny().isEmpty();
      }
      if (!empty) {
        return goOn(out, folder, resume, settings);
      }
      if (resume == Resume.ALWAYS) {
        throw new InputException(
            "--out " + out + " holds nothing to go on with; leave --resume out");
      }
      byte[] own = JsonCoder.mapper().writeValueAsBytes(settings);
      Files.write(file(folder), own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new RunFolder(folder, null, settings.replays());
    } catch (StorageException e) {
      throw new IllegalStateException("--out " + out + " cannot be used: " + e.getMessage());
    }
  }

  /** A run that was killed in its first instant left nothing but a folder without options. */
  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.allMatch(f -> f.endsWith(PRIVATE) && !Files.exists(file(folder)));
    }
  }

  private static RunFolder begin(Path folder, RunSettings settings) throws IOException {
    Files.createDirectories(folder.resolve(PRIVATE));
    FileLock lock = lock(folder); // fails if another run was faster
    if (Files.exists(file(folder))) {
      lock.acquiredBy().close();
      throw new InputException("--out " + folder + " was taken by another run");
    }
    save(folder, settings);
    return new RunFolder(folder, lock, settings.replays());
  }

  private static RunFolder goOn(String out, Path folder, Resume resume, RunSettings settings)
      throws IOException {
    if (resume == Resume.NEVER) {
      throw new InputException("--out " + out + " already holds " + holds(folder));
    }
    RunSettings begun =
        settings(folder)
            .orElseThrow(
                () ->
                    new InputException(
                        "--out " + out + " holds no run to go on with; choose a new folder"));
    begun
        .difference(settings)
        .ifPresent(
            difference -> {
              throw new InputException(
                  "--out "
                      + out
                      + " was begun with other options ("
                      + difference
                      + "); give the same ones to go on, or choose a new folder");
            });
    @Nullable FileLock lock = Locations.isLocal(folder) ? lock(folder) : null;
    if (Files.exists(folder.resolve(RUN_RECORD))
        && new JournalFolder(Locations.name(folder) + "/" + JOURNAL).open().isEmpty()) {
      throw new InputException(
          "--out " + out + " holds a finished run without its journal; choose a new folder");
    }
    int replays = Math.max(begun.replays(), settings.replays());
    save(folder, new RunSettings(settings.matter(), settings.arguments(), replays));
    clear(folder);
    return new RunFolder(folder, lock, replays);
  }

  /** What a run was begun with, if the folder holds one. */
  public static java.util.Optional<RunSettings> settings(Path folder) throws IOException {
    Path file = file(folder);
    return Files.exists(file)
        ? java.util.Optional.of(
            JsonCoder.mapper().readValue(Files.readString(file), RunSettings.class))
        : java.util.Optional.empty();
  }

  private static Path file(Path folder) {
    return folder.resolve(PRIVATE).resolve(OPTIONS);
  }

  private static void save(Path folder, RunSettings settings) throws IOException {
    AtomicFile.write(
        file(folder),
        List.of(JsonCoder.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(settings)));
  }

  /** Takes away what is made anew from the journal: all but that, the pictures and the options. */
  public static void clear(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(RUN_RECORD));
    Files.deleteIfExists(folder.resolve(ABLATION));
    Files.deleteIfExists(folder.resolve(LEADERBOARD));
    delete(folder, "dialogues-");
    delete(folder, "judged-");
    delete(folder, "answers-");
    delete(folder, "bad-");
    for (String name : List.of(FEATURES, ANSWERS, "features.png", "ranks.json", "ranks.jsonl")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    delete(folder, "leaderboard-");
    delete(folder, "features-");
    delete(folder.resolve("bad"), "bad-");
    delete(folder.resolve("rejected"), "rejected-");
    delete(folder.resolve(PRIVATE), "wave-");
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

  private static FileLock lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(PRIVATE).resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      channel.close(); // held within this process
    }
    if (lock == null) {
      throw new InputException("--out " + folder + " is being written by another run");
    }
    return lock;
  }

  /** Whether the folder holds a run that can be gone on with. */
  public static boolean isUnfinished(Path folder) {
    return Files.exists(file(folder)) && !isFinished(folder);
  }

  /** Whether there is what a run writes last, of whatever command. */
  private static boolean isFinished(Path folder) {
    return Stream.of(RUN_RECORD, ABLATION, LEADERBOARD, FEATURES, ANSWERS)
        .anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  private static String holds(Path folder) {
    if (isFinished(folder)) {
      return "a finished run; choose a new folder";
    }
    return Files.exists(file(folder))
        ? "an unfinished run; go on with --resume=always, or choose a new folder"
        : "other files; choose a new folder";
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.acquiredBy().close();
    }
  }
}
