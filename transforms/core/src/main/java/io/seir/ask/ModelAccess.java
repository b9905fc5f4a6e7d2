package io.seir.ask;

import io.seir.journal.JournalLocation;
import io.seir.model.ModelSource;
import io.seir.prompt.PromptSet;
import java.io.Serializable;
import java.util.UUID;

/**
 * How a pipeline calls models: which ones, with which prompts, journal and budget. It travels to
 * the workers.
 *
 * @param run distinguishes it from other runs in the same JVM
 * @param journal where every finished call is kept
 * @param replays how often the run was replayed; each replay gives failed samples another chance
 */
public record ModelAccess(
    String run,
    ModelSource models,
    PromptSet prompts,
    JournalLocation journal,
    Budget budget,
    int replays)
    implements Serializable {
  /** The shipped prompts, no journal, no limit. */
  public static ModelAccess to(ModelSource models) {
    return new ModelAccess(
        UUID.randomUUID().toString(),
        models,
        PromptSet.shipped(),
        JournalLocation.NONE,
        Budget.UNLIMITED,
        0);
  }

  /** With other prompts. */
  public ModelAccess withPrompts(PromptSet other) {
    return new ModelAccess(run, models, other, journal, budget, replays);
  }

  /**
   * With a journal: no finished call is repeated, not even by another run with the same journal.
   */
  public ModelAccess withJournal(JournalLocation location) {
    return new ModelAccess(run, models, prompts, location, budget, replays);
  }

  /** With a limit to what calls may cost. */
  public ModelAccess withBudget(Budget limit) {
    return new ModelAccess(run, models, prompts, journal, limit, replays);
  }

  /** With this number of replays. */
  public ModelAccess withReplays(int number) {
    return new ModelAccess(run, models, prompts, journal, budget, number);
  }
}
