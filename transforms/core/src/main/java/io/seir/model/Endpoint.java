package io.seir.model;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All calls to one server. Makes as many calls at once as the server takes, and retries transient
 * faults with jitter and the wait that the server asks for. Gives up when the server is gone: when
 * nothing has been heard from it since its first fault, or when it accepts calls but does not even
 * list its models. Thread-safe.
 */
final class Endpoint {
  static final int DEFAULT_RETRIES = 7;
  static final int DEFAULT_GIVE_UP_SECONDS = 30;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final double JITTER = 0.3;

  /** A server that only ever reports overload is given up after this many times as long. */
  private static final int PATIENCE = 20;

  /** No time: nothing like this has happened since the last good reply. */
  private static final long NEVER = Long.MIN_VALUE;

  /** One try of a call. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws ModelException;
  }

  /** Checks that the server is there: throws if nothing answers. */
  @FunctionalInterface
  interface Probe {
    void ask() throws ModelException;
  }

  /** A fault that persisted through all retries. */
  private static final class Exhausted extends Exception {
    private static final long serialVersionUID = 1;

    Exhausted(ModelException fault) {
      super(fault);
    }
  }

  private final String name;
  private final Probe probe;
  private final AdaptiveLimit limit;
  private final RetryPolicy<Object> delays;
  private final int retries;
  private final long giveUpNanos;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private int callers;
  private boolean watched;
  private long lastHeard = System.nanoTime();
  private long firstFault = NEVER;
  private long firstRefusal = NEVER;
  private volatile String gone = "";

  /**
   * @param name for messages
   * @param spec its concurrency, and the settings {@code retries} and {@code giveUpSeconds}
   */
  Endpoint(String name, ModelSpec spec, Probe probe) {
    this.name = name;
    this.probe = probe;
    this.limit = new AdaptiveLimit(spec.concurrency());
    this.retries = spec.number("retries", DEFAULT_RETRIES, 0, 100);
    this.giveUpNanos =
        Duration.ofSeconds(spec.number("giveUpSeconds", DEFAULT_GIVE_UP_SECONDS, 1, 86_400))
            .toNanos();
    this.delays =
        RetryPolicy.builder()
            .handleIf(e -> e instanceof ModelException)
            .withMaxRetries(-1)
            .withBackoff(FIRST_WAIT, LONGEST_WAIT)
            .withJitter(JITTER)
            .build();
  }

  /**
   * A call with its retries.
   *
   * @throws ModelException if there is still no reply
   * @throws EndpointException if the server is gone
   */
  <T> T call(Call<T> call) throws ModelException {
    int[] tries = {0};
    begin();
    try {
      return Failsafe.with(delays).get(() -> once(call, tries[0]++));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof Exhausted exhausted
          && exhausted.getCause() instanceof ModelException fault) {
        throw fault;
      }
      Thread.currentThread().interrupt(); // the only other checked exception
      throw stopped();
    } finally {
      end();
    }
  }

  /** A server that nobody has called has not been silent: the first caller restarts its clock. */
  private synchronized void begin() {
    if (callers++ == 0) {
      firstFault = NEVER;
      firstRefusal = NEVER;
    }
  }

  private synchronized void end() {
    callers--;
  }

  private <T> T once(Call<T> call, int retry)
      throws ModelException, InterruptedException, Exhausted {
    long began = limit.enter();
    waiting.add(Thread.currentThread());
    watch();
    try {
      CallGuard.check();
      T reply = call.make();
      heard();
      limit.served();
      return reply;
    } catch (ModelException fault) {
      if (!gone.isEmpty()) {
        throw stopped();
      }
      if (suspicious(fault, began, retry)) {
        confirm(fault);
      }
      throw fault;
    } finally {
      waiting.remove(Thread.currentThread());
      limit.leave();
    }
  }

  private synchronized void heard() {
    lastHeard = System.nanoTime();
    firstFault = NEVER;
    firstRefusal = NEVER;
    gone = "";
  }

  /**
   * What a fault says about the server. Throws {@link Exhausted} if another try is pointless.
   *
   * @return whether it may be gone
   */
  private synchronized boolean suspicious(ModelException fault, long began, int retry)
      throws Exhausted {
    long now = System.nanoTime();
    boolean suspicious = false;
    switch (fault.kind()) {
      case CANCELLED -> throw new Exhausted(fault); // says nothing of the server
      case PERMANENT -> {
        heard();
        throw new Exhausted(fault);
      }
      case OVERLOADED -> {
        lastHeard = now;
        firstFault = NEVER;
        firstRefusal = firstRefusal == NEVER ? now : firstRefusal;
        limit.refused(began, fault.waitTime());
        if (now - firstRefusal > PATIENCE * giveUpNanos) {
          giveUp(now - firstRefusal, String.valueOf(fault.getMessage()));
          throw stopped();
        }
      }
      case TIMED_OUT -> {
        limit.refused(began, Duration.ZERO);
        suspicious = silentTooLong(now);
      }
      case TRANSIENT -> suspicious = silentTooLong(now);
    }
    // A server of which nothing else is heard is not given up one dialogue at a time.
    boolean heardLately = firstFault == NEVER || now - lastHeard < LONGEST_WAIT.toNanos();
    if (retry >= retries && heardLately) {
      throw new Exhausted(fault);
    }
    return suspicious;
  }

  private boolean silentTooLong(long now) {
    if (firstFault == NEVER) {
      firstFault = now;
    }
    return now - firstFault > giveUpNanos;
  }

  /** Probes a suspect server: if it answers, only this call fails, and the server is not gone. */
  private void confirm(ModelException fault) throws Exhausted {
    if (!answers()) {
      synchronized (this) {
        giveUp(System.nanoTime() - firstFault, String.valueOf(fault.getMessage()));
      }
      throw stopped();
    }
    answered();
    throw new Exhausted(fault);
  }

  /** Whether the server answers at all; one that refuses to list its models is also there. */
  private boolean answers() {
    try {
      probe.ask();
      return true;
    } catch (EndpointException e) {
      return true;
    } catch (ModelException e) {
      return e.kind() == ModelException.Kind.PERMANENT
          || e.kind() == ModelException.Kind.OVERLOADED;
    }
  }

  private void giveUp(long nanos, String why) {
    gone =
        name
            + " has not answered for "
            + Duration.ofNanos(nanos).toSeconds()
            + " s ("
            + why
            + "); when it is back, run the same command with --resume=always";
  }

  private EndpointException stopped() {
    return new EndpointException(gone.isEmpty() ? name + ": the run was cancelled" : gone);
  }

  /** A thread that watches the server as long as someone is waiting for it. */
  private synchronized void watch() {
    if (!watched) {
      watched = true;
      Thread thread = new Thread(this::watchOver, "seir-watch");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watchOver() {
    try {
      int unanswered = 0;
      while (stillWanted()) {
        Thread.sleep(Math.max(1, giveUpNanos / 10_000_000));
        if (silence() < giveUpNanos) {
          unanswered = 0;
          continue;
        }
        if (answers()) {
          answered();
        } else if (++unanswered > 1) {
          release("it accepts calls but does not answer them");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean stillWanted() {
    watched = !waiting.isEmpty();
    return watched;
  }

  private synchronized long silence() {
    return waiting.isEmpty() ? 0 : System.nanoTime() - lastHeard;
  }

  private synchronized void answered() {
    lastHeard = System.nanoTime();
    firstFault = NEVER;
  }

  private synchronized void release(String why) {
    giveUp(System.nanoTime() - lastHeard, why);
    waiting.forEach(InFlight::cancel);
  }
}
