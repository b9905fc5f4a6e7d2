package io.seir.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files and folders of one scheme, such as {@code gs}, as paths of Java's own; found by {@link
 * java.util.ServiceLoader}. Thread-safe.
 */
public interface Storage {
  /** What names begin with, before {@code ://}. */
  String scheme();

  /**
   * The path of a name.
   *
   * @throws java.nio.file.InvalidPathException if it is none
   */
  Path path(String name);

  /** The name of one of its paths, good in every process. */
  String name(Path path);

  /** Whether a path is one of its own. */
  boolean holds(Path path);

  /** What its client threw, as a fault of a file; empty if it is none of its faults. */
  Optional<IOException> fault(RuntimeException e);
}
