package io.seir.blob;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Stores named objects that are written only once. Thread-safe. */
public interface ObjectStore {
  /**
   * Stores an object unless one with that name exists; it appears either complete or not at all.
   *
   * @return the stored bytes: these, or those of a faster writer
   */
  byte[] putIfAbsent(String name, byte[] bytes) throws IOException;

  /** The bytes of an object; empty if it does not exist. */
  Optional<byte[]> get(String name) throws IOException;

  /** The names directly in a folder, which ends with a slash, in order. */
  List<String> list(String folder) throws IOException;

  /** Whether there are no objects. */
  boolean isEmpty() throws IOException;

  /** All names, in order. */
  List<String> all() throws IOException;
}
