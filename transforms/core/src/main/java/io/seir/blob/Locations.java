package io.seir.blob;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Resolves names of files and folders: on this machine, or with a scheme such as {@code
 * gs://bucket/folder} for which there is a {@link Storage} on the class path.
 */
public final class Locations {
  private static final String MARK = "://";

  private static final List<Storage> STORAGES =
      ServiceLoader.load(Storage.class, Locations.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Locations() {}

  /**
   * The path of a name.
   *
   * @throws InvalidPathException if it is not a valid name, or its scheme is unknown
   */
  public static Path path(String name) {
    int mark = name.indexOf(MARK);
    if (mark < 0) {
      return Path.of(name);
    }
    String scheme = name.substring(0, mark);
    return STORAGES.stream()
        .filter(storage -> storage.scheme().equals(scheme))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidPathException(
                    name,
                    "only local paths are supported"
                        + STORAGES.stream()
                            .map(s -> " and " + s.scheme() + MARK)
                            .findAny()
                            .orElse("")))
        .path(name);
  }

  /** The name of a path, valid in every process: absolute, or with its scheme. */
  public static String name(Path path) {
    return STORAGES.stream()
        .filter(storage -> storage.holds(path))
        .findFirst()
        .map(storage -> storage.name(path))
        .orElseGet(() -> path.toAbsolutePath().toString());
  }

  /** Whether a path is on this machine. */
  public static boolean isLocal(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault());
  }

  /** An operation on files. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T go() throws IOException, E;
  }

  /** Runs the operation; exceptions of a storage's client become an {@link IOException}. */
  public static <T, E extends Exception> T io(Work<T, E> work) throws IOException, E {
    try {
      return work.go();
    } catch (RuntimeException e) {
      for (Storage storage : STORAGES) {
        Optional<IOException> fault = storage.fault(e);
        if (fault.isPresent()) {
          throw fault.get();
        }
      }
      throw e;
    }
  }
}
