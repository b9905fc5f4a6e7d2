package io.seir.journal;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Every finished call of a run, stored before its result is used. If two writers use one key, the
 * first wins, and the other gets what the first stored. Thread-safe.
 */
public interface Journal {
  /** The calls of one stage of one dialogue, in all its turns. */
  DialogueJournal open(String dialogue, String stage) throws IOException;

  /** Every entry of every dialogue, in no order. */
  void forEach(Consumer<JournalEntry> reader) throws IOException;

  /** Whether nothing has been stored. */
  boolean isEmpty() throws IOException;
}
