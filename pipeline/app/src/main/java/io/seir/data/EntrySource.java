package io.seir.data;

import io.seir.dialogue.Entry;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Entries that are read together; knows where they are, and travels to the worker that reads. */
public interface EntrySource extends Serializable {
  /** The entries, in order. */
  List<Entry> read() throws IOException;
}
