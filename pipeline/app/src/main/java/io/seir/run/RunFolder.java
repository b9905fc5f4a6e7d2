package io.seir.run;

import io.seir.blob.Locations;
import io.seir.data.InputException;
import io.seir.journal.JournalFolder;
import io.seir.sample.JsonCoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a run writes to: new, empty, or the folder of a run to continue. Only one run at
 * a time holds it; the operating system releases it when the process dies.
 */
public final class RunFolder implements AutoCloseable {
  /** What to do with a folder that already contains a run. */
  public enum Resume {
    NEVER,
    IF_POSSIBLE,
    ALWAYS
  }

  private static final String LOCK = "lock";

  private final Path path;
  private final @Nullable FileLock lock;
  private final int replays;

  private RunFolder(Path path, @Nullable FileLock lock, int replays) {
    this.path = path;
    this.lock = lock;
    this.replays = replays;
  }

  /** How often the run was replayed, including earlier times. */
  public int replays() {
    return replays;
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** Claims the folder; throws an {@link InputException} with the remedy if it cannot be used. */
  public static RunFolder claim(String out, Resume resume, SavedOptions settings) {
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
        throw nothing(out);
      }
      return empty ? begin(folder, settings) : goOn(out, folder, resume, settings);
    } catch (IOException | InvalidPathException e) {
      throw new InputException("--out " + out + " cannot be created or read (" + e + ")");
    }
  }

  /**
   * The same in an object store, which has no folders to create and no locks; one object name is
   * claimed instead.
   */
  private static RunFolder claimObjects(
      String out, Path folder, Resume resume, SavedOptions settings) throws IOException {
    try {
      return Locations.io(
          () -> {
            boolean empty;
            try (Stream<Path> content = Files.list(folder)) {
              empty = content.findAny().isEmpty();
            }
            if (!empty) {
              return goOn(out, folder, resume, settings);
            }
            if (resume == Resume.ALWAYS) {
              throw nothing(out);
            }
            byte[] own = JsonCoder.mapper().writeValueAsBytes(settings);
            Path file = SavedOptions.file(folder);
            Files.write(file, own, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new RunFolder(folder, null, settings.replays());
          });
    } catch (IOException e) {
      if (e.getCause() instanceof RuntimeException) { // the store's client gave up
        throw new IllegalStateException("--out " + out + " cannot be used: " + e.getMessage());
      }
      throw e;
    }
  }

  private static InputException nothing(String out) {
    return new InputException("--out " + out + " contains no run to continue; leave --resume out");
  }

  /** A run that was killed at its very start leaves only a folder without options. */
  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.allMatch(
          f -> f.endsWith(RunFiles.PRIVATE) && !Files.exists(SavedOptions.file(folder)));
    }
  }

  private static RunFolder begin(Path folder, SavedOptions settings) throws IOException {
    Files.createDirectories(folder.resolve(RunFiles.PRIVATE));
    FileLock lock = lock(folder); // fails if another run was faster
    if (Files.exists(SavedOptions.file(folder))) {
      lock.acquiredBy().close();
      throw new InputException(
          "--out " + folder + " has just been taken by another run; choose a new folder");
    }
    settings.save(folder);
    return new RunFolder(folder, lock, settings.replays());
  }

  private static RunFolder goOn(String out, Path folder, Resume resume, SavedOptions settings)
      throws IOException {
    if (resume == Resume.NEVER) {
      throw new InputException(
          "--out "
              + out
              + (isHeld(folder)
                  ? " is being written by another run; wait until it ends, or choose a new folder"
                  : " already contains " + RunFiles.holds(folder)));
    }
    SavedOptions begun =
        SavedOptions.of(folder)
            .orElseThrow(
                () ->
                    new InputException(
                        "--out " + out + " contains no run to continue; choose a new folder"));
    begun
        .difference(settings)
        .ifPresent(
            difference -> {
              throw new InputException(
                  "--out "
                      + out
                      + " was started with different options ("
                      + difference
                      + "); to continue it, give the same options; otherwise choose a new folder");
            });
    @Nullable FileLock lock = Locations.isLocal(folder) ? lock(folder) : null;
    if (Files.exists(folder.resolve(RunFiles.RUN_RECORD))
        && new JournalFolder(Locations.name(folder) + "/" + RunFiles.JOURNAL).open().isEmpty()) {
      throw new InputException(
          "--out " + out + " contains a finished run without its journal; choose a new folder");
    }
    int replays = Math.max(begun.replays(), settings.replays());
    new SavedOptions(settings.fingerprint(), settings.arguments(), replays).save(folder);
    RunFiles.clear(folder);
    return new RunFolder(folder, lock, replays);
  }

  /**
   * Whether a run is in progress in a folder on this machine, that is, its process holds the lock.
   * An object store has no locks, so for it the result is false.
   */
  public static boolean isHeld(Path folder) throws IOException {
    Path file = folder.resolve(RunFiles.PRIVATE).resolve(LOCK);
    if (!Locations.isLocal(folder) || !Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        @Nullable FileLock free = channel.tryLock()) {
      return free == null;
    } catch (OverlappingFileLockException e) {
      return true; // by this process
    }
  }

  private static FileLock lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(RunFiles.PRIVATE).resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      channel.close(); // held within this process
    }
    if (lock == null) {
      throw new InputException(
          "--out "
              + folder
              + " is being written by another run; wait until it ends, or choose a new folder");
    }
    return lock;
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.acquiredBy().close();
    }
  }
}
