package io.seir.journal;

import java.io.IOException;
import java.util.Optional;

/** The calls of one stage of a dialogue. Used by a single thread. */
public interface DialogueJournal {
  /** The outcome stored under a key. */
  Optional<Outcome> find(String key);

  /**
   * Stores an outcome unless one exists.
   *
   * @return the outcome that is stored now
   */
  Outcome record(JournalEntry entry) throws IOException;
}
