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

  /** The names that begin with a prefix, in order. */
  List<String> list(String prefix) throws IOException;
}
