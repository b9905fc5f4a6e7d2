package io.seir.journal;

import java.io.Serializable;

/** Travels to the workers and opens a journal there. */
@FunctionalInterface
public interface JournalLocation extends Serializable {
  /** No journal: nothing is stored and nothing is found. */
  JournalLocation NONE = () -> ForgetfulJournal.INSTANCE;

  Journal open();
}
