package io.seir.journal;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Every finished call of a run, stored before its result is used. Of two writers of one key the
 * first wins, and the other gets what the first stored. Thread-safe.
 */
public interface Journal {
  /** What is known of one stage of one dialogue, in all its turns. */
  DialogueJournal open(String dialogue, String stage) throws IOException;

  /** Every entry of every dialogue, in no order. */
  void forEach(Consumer<JournalEntry> reader) throws IOException;

  /** Whether nothing was ever stored. */
  boolean isEmpty() throws IOException;
}
