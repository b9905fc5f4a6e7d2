package io.seir.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files and folders of one scheme, such as {@code gs}, as Java paths; found by {@link
 * java.util.ServiceLoader}. Thread-safe.
 */
public interface Storage {
  /** The scheme: what names begin with, before {@code ://}. */
  String scheme();

  /**
   * The path of a name.
   *
   * @throws java.nio.file.InvalidPathException if it is none
   */
  Path path(String name);

  /** The name of one of its paths, valid in every process. */
  String name(Path path);

  /** Whether a path belongs to this storage. */
  boolean holds(Path path);

  /** An exception of its client as a file error; empty if the exception is not from the client. */
  Optional<IOException> fault(RuntimeException e);
}
