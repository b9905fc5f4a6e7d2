package io.seir.data;

import io.seir.dialogue.Entry;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/** Entries that are read together; knows where they are, and travels to the worker that reads. */
public interface EntrySource extends Serializable {
  /** Reads the entries in order, one at a time: some hold their picture. */
  void read(Consumer<Entry> out) throws IOException;
}
