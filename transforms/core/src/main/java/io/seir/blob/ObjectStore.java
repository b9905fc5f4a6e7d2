package io.seir.blob;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Named objects that are written once. Thread-safe. */
public interface ObjectStore {
  /**
   * Stores an object unless there is one of that name; it appears whole or not at all.
   *
   * @return the bytes stored now: these, or those of a faster writer
   */
  byte[] putIfAbsent(String name, byte[] bytes) throws IOException;

  /** The bytes; empty if there is no such object. */
  Optional<byte[]> get(String name) throws IOException;

  /** The names directly in a folder, which ends with a slash, in order. */
  List<String> list(String folder) throws IOException;

  /** Whether there is nothing at all. */
  boolean isEmpty() throws IOException;

  /** All names, in order. */
  List<String> all() throws IOException;
}
