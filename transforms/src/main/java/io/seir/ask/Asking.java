package io.seir.ask;

import io.seir.journal.JournalLocation;
import io.seir.model.ModelSource;
import java.io.Serializable;

/**
 * What the stages of a run need to ask models; travels to the workers.
 *
 * @param journal where every finished call is kept
 * @param replays how often the run was replayed: each gives a dialogue that failed another go
 */
public record Asking(ModelSource models, JournalLocation journal, Budget budget, int replays)
    implements Serializable {
  /** No journal, no limit. */
  public static Asking of(ModelSource models) {
    return new Asking(models, JournalLocation.NONE, Budget.UNLIMITED, 0);
  }
}
