package io.seir.ask;

import io.seir.journal.JournalLocation;
import io.seir.model.ModelSource;
import java.io.Serializable;
import java.util.UUID;

/**
 * What the stages of a run need to ask models; travels to the workers.
 *
 * @param run tells it from other runs of the same JVM
 * @param journal where every finished call is kept
 * @param replays how often the run was replayed: each gives a dialogue that failed another go
 */
public record Asking(
    String run, ModelSource models, JournalLocation journal, Budget budget, int replays)
    implements Serializable {
  /** A run of its own. */
  public Asking(ModelSource models, JournalLocation journal, Budget budget, int replays) {
    this(UUID.randomUUID().toString(), models, journal, budget, replays);
  }

  /** No journal, no limit. */
  public static Asking of(ModelSource models) {
    return new Asking(models, JournalLocation.NONE, Budget.UNLIMITED, 0);
  }
}
