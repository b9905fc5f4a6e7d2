package io.seir.ask;

import io.seir.blob.BlobStore;
import io.seir.journal.CallPlace;
import io.seir.journal.DialogueJournal;
import io.seir.journal.JournalEntry;
import io.seir.journal.Outcome;
import io.seir.model.CallGuard;
import io.seir.model.ChatReply;
import io.seir.model.ChatRequest;
import io.seir.model.ImageRequest;
import io.seir.model.ModelException;
import io.seir.model.ModelRole;
import io.seir.model.Models;
import io.seir.model.PictureReader;
import io.seir.model.ReplyReader;
import io.seir.prompt.FilledPrompt;
import io.seir.sample.ImageRef;
import io.seir.sample.ModelUsage;
import io.seir.sample.Picture;
import io.seir.sample.Seeds;
import io.seir.sample.StageUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the models on behalf of one stage of one turn: derives each call's seed, looks into the
 * journal first, stores every finished call there, counts the usage, and repeats a call whose reply
 * is refused or unreadable once. Not thread-safe.
 */
public final class Asker {
  /** Attempts at getting a readable reply, before the sample is given up. */
  private static final int ATTEMPTS = 2;

  private final Models models;
  private final DialogueJournal journal;
  private final Budget budget;
  private final int replays;
  private final long dialogueSeed;
  private final int turn;
  private final String stage;
  private final @Nullable Asker parent;
  private StageUsage usage = StageUsage.NONE;

  /**
   * @param replays how often the run was replayed
   * @param dialogueSeed source of all randomness of the dialogue
   * @param turn from 0
   */
  public Asker(
      Models models,
      DialogueJournal journal,
      Budget budget,
      int replays,
      long dialogueSeed,
      int turn,
      String stage) {
    this(models, journal, budget, replays, dialogueSeed, turn, stage, null);
  }

  private Asker(
      Models models,
      DialogueJournal journal,
      Budget budget,
      int replays,
      long dialogueSeed,
      int turn,
      String stage,
      @Nullable Asker parent) {
    this.parent = parent;
    this.models = models;
    this.journal = journal;
    this.budget = budget;
    this.replays = replays;
    this.dialogueSeed = dialogueSeed;
    this.turn = turn;
    this.stage = stage;
  }

  /** The same for a different turn of the dialogue; its usage is counted here as well. */
  public Asker atTurn(int other) {
    return new Asker(models, journal, budget, replays, dialogueSeed, other, stage, this);
  }

  /** Turns a reply into a value. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(ReplyReader reply) throws ModelException;
  }

  /**
   * The reply to a prompt.
   *
   * @param round part of the call's seed
   * @throws ModelException if there is no readable reply after a second attempt
   */
  public <T> T ask(ModelRole role, FilledPrompt prompt, int round, Reading<T> reading)
      throws ModelException {
    return askForReply(role, prompt, round, 0, reply -> reading.read(ReplyReader.of(reply.text())));
  }

  /** Turns an unprocessed reply into a value, with its tokens. */
  @FunctionalInterface
  public interface ReplyReading<T> {
    T read(ChatReply reply) throws ModelException;
  }

  /**
   * The same with the unprocessed reply.
   *
   * @param alternatives number of most likely tokens to request, as in {@link ChatRequest}
   */
  public <T> T askForReply(
      ModelRole role, FilledPrompt prompt, int round, int alternatives, ReplyReading<T> reading)
      throws ModelException {
    String form = prompt.format().name();
    return attempt(
        attempt -> {
          long seed = seed(form, round, attempt);
          ChatRequest request =
              new ChatRequest(prompt.messages(), prompt.format(), seed, alternatives);
          Outcome outcome =
              call(
                  new CallPlace(
                      turn, stage, round, form, attempt, seed, role.key(), models.identity(role)),
                  RequestDigest.of(request),
                  role,
                  () -> new Outcome.Replied(models.chat(role).reply(request)));
          return reading.read(((Outcome.Replied) outcome).reply());
        });
  }

  /** A picture drawn from a caption, kept in the store. */
  public record Drawn(ImageRef ref, Picture picture) {}

  /**
   * Draws a caption.
   *
   * @throws ModelException if there is no picture that can be decoded
   */
  public Drawn draw(String caption, int round, BlobStore pictures) throws ModelException {
    ModelRole role = ModelRole.IMAGE;
    return attempt(
        attempt -> {
          long seed = seed("draw", round, attempt);
          ImageRequest request = new ImageRequest(caption, seed);
          Picture[] fresh = new Picture[1];
          Outcome outcome =
              call(
                  new CallPlace(
                      turn, stage, round, "draw", attempt, seed, role.key(), models.identity(role)),
                  RequestDigest.of(request),
                  role,
                  () -> {
                    fresh[0] = models.image().draw(request);
                    return undisturbed(() -> store(fresh[0], pictures));
                  });
          ImageRef ref = ((Outcome.Drawn) outcome).image();
          try {
            boolean same = fresh[0] != null && ref.sha256().equals(Optional.of(fresh[0].sha256()));
            return new Drawn(ref, same ? fresh[0] : pictures.get(ref));
          } catch (IOException e) {
            throw new UncheckedIOException("a picture recorded in the journal cannot be read", e);
          }
        });
  }

  /** A picture that cannot be decoded is not used, but it was drawn and is counted. */
  private static Outcome store(Picture picture, BlobStore pictures) {
    try {
      PictureReader.Size size = PictureReader.check(picture);
      return new Outcome.Drawn(pictures.put(picture, size.width(), size.height()));
    } catch (ModelException fault) {
      return new Outcome.Failed(fault.reason(), detail(fault), new ModelUsage(1, 0, 0, 0, 1));
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be stored", e);
    }
  }

  private static String detail(ModelException fault) {
    return Objects.requireNonNullElse(fault.getMessage(), fault.reason());
  }

  /** A number computed by something other than a language model. */
  @FunctionalInterface
  public interface Scoring {
    double score() throws ModelException;
  }

  /**
   * The score of a draft: computed once, then taken from the journal.
   *
   * @param draft what is scored
   */
  public double score(String draft, Scoring scoring) throws ModelException {
    ModelRole role = ModelRole.ENCODER;
    CallPlace place =
        new CallPlace(turn, stage, 0, "score", 0, 0, role.key(), models.identity(role));
    String key = RequestDigest.key(place, draft);
    Optional<Outcome> known = journal.find(key);
    Outcome outcome =
        known.isPresent()
            ? known.get()
            : record(new JournalEntry(key, place, new Outcome.Scored(scoring.score())));
    return ((Outcome.Scored) outcome).score();
  }

  /** What was used so far. */
  public StageUsage usage() {
    return usage;
  }

  private long seed(String purpose, int round, int attempt) {
    return Seeds.derive(Seeds.derive(dialogueSeed, turn, stage), purpose, round, attempt) >>> 33;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make(int number) throws ModelException;
  }

  /**
   * Two attempts, and two more for every replay, as long as the reply is refused or unusable: a
   * different seed often helps.
   */
  private <T> T attempt(Attempt<T> attempt) throws ModelException {
    int last = ATTEMPTS * (replays + 1) - 1;
    for (int number = 0; ; number++) {
      try {
        return attempt.make(number);
      } catch (ModelException fault) {
        boolean budget = fault.reason().equals(Budget.REACHED);
        if (number >= last || budget || fault.kind() != ModelException.Kind.PERMANENT) {
          throw fault;
        }
      }
    }
  }

  @FunctionalInterface
  private interface Live {
    Outcome ask() throws ModelException;
  }

  private Outcome call(CallPlace place, String request, ModelRole role, Live live)
      throws ModelException {
    String key = RequestDigest.key(place, request);
    Optional<Outcome> known = journal.find(key);
    Outcome outcome = known.isPresent() ? known.get() : askNow(key, place, role, live);
    use(role, outcome.usage());
    if (outcome instanceof Outcome.Failed failed) {
      throw ModelException.permanentFault(failed.reason(), failed.detail());
    }
    return outcome;
  }

  private void use(ModelRole role, ModelUsage used) {
    usage = usage.plus(role.key(), used);
    if (parent != null) {
      parent.use(role, used);
    }
  }

  private Outcome askNow(String key, CallPlace place, ModelRole role, Live live)
      throws ModelException {
    budget.check();
    Outcome outcome;
    try {
      outcome = CallGuard.guarded(budget::check, live::ask);
    } catch (ModelException fault) {
      if (fault.kind() != ModelException.Kind.PERMANENT || fault.reason().equals(Budget.REACHED)) {
        throw fault; // to be asked again when the run is resumed
      }
      outcome = new Outcome.Failed(fault.reason(), detail(fault), fault.used());
    }
    Outcome stored = record(new JournalEntry(key, place, outcome));
    if (outcome.usage().calls() > 0) {
      budget.spend(role, outcome.usage());
    }
    return stored;
  }

  /** A finished call is stored even if its thread was interrupted in the meantime. */
  private Outcome record(JournalEntry entry) {
    return undisturbed(
        () -> {
          try {
            return journal.record(entry);
          } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written", e);
          }
        });
  }

  /** Does work that an interrupt would abort, and restores the interrupt afterwards. */
  private static <T> T undisturbed(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.get();
        } catch (UncheckedIOException e) {
          if (!(e.getCause() instanceof ClosedByInterruptException)
              && !(e.getCause() instanceof FileLockInterruptionException)) {
            throw e;
          }
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
