package io.seir.model;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All calls to one server: as many at once as it takes, transient faults tried again with jitter
 * and as long a wait as the server asks for, and an end to it all when the server is gone.
 * Thread-safe.
 */
final class Endpoint {
  static final int DEFAULT_RETRIES = 7;
  static final int DEFAULT_GIVE_UP_SECONDS = 30;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final double JITTER = 0.3;

  /** A server that only ever asks for patience is given up after so much more time. */
  private static final int PATIENCE = 20;

  /** One try of a call. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws ModelException;
  }

  private final String name;
  private final AdaptiveLimit limit;
  private final RetryPolicy<Object> retries;
  private final long giveUpNanos;
  private final AtomicInteger callers = new AtomicInteger();
  private volatile long lastHeard;
  private volatile long lastServed;

  /**
   * @param name for messages
   * @param spec its concurrency, and the settings {@code retries} and {@code giveUpSeconds}
   */
  Endpoint(String name, ModelSpec spec) {
    this.name = name;
    this.limit = new AdaptiveLimit(spec.concurrency());
    this.giveUpNanos =
        Duration.ofSeconds(spec.number("giveUpSeconds", DEFAULT_GIVE_UP_SECONDS, 1, 86_400))
            .toNanos();
    this.retries =
        RetryPolicy.builder()
            .handleIf(
                e -> e instanceof ModelException m && m.kind() != ModelException.Kind.PERMANENT)
            .withMaxRetries(spec.number("retries", DEFAULT_RETRIES, 0, 100))
            .withBackoff(FIRST_WAIT, LONGEST_WAIT)
            .withJitter(JITTER)
            .build();
  }

  /**
   * A call with its retries.
   *
   * @throws ModelException if there is no reply still
   * @throws EndpointException if the server is gone
   */
  <T> T call(Call<T> call) throws ModelException {
    if (callers.getAndIncrement() == 0) {
      lastHeard = System.nanoTime();
      lastServed = lastHeard;
    }
    try {
      return Failsafe.with(retries).get(() -> once(call));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof ModelException fault) {
        throw fault;
      }
      Thread.currentThread().interrupt(); // the only other checked exception
      throw cancelled();
    } finally {
      callers.getAndDecrement();
    }
  }

  private <T> T once(Call<T> call) throws ModelException, InterruptedException {
    long began = limit.enter();
    try {
      T reply = call.make();
      lastHeard = System.nanoTime();
      lastServed = lastHeard;
      limit.served();
      return reply;
    } catch (ModelException fault) {
      judge(fault, began);
      throw fault;
    } finally {
      limit.leave();
    }
  }

  private void judge(ModelException fault, long began) {
    long now = System.nanoTime();
    switch (fault.kind()) {
      case PERMANENT -> {
        lastHeard = now;
        lastServed = now;
      }
      case OVERLOADED -> {
        lastHeard = now;
        limit.refused(began, fault.waitTime());
      }
      case TIMED_OUT -> limit.refused(began, Duration.ZERO);
      case TRANSIENT -> {}
    }
    if (now - lastHeard > giveUpNanos || now - lastServed > PATIENCE * giveUpNanos) {
      long seconds = Duration.ofNanos(now - lastServed).toSeconds();
      throw new EndpointException(
          name
              + " has not answered for "
              + seconds
              + " s ("
              + fault.getMessage()
              + "); when it is back, go on with --resume=always");
    }
  }

  private static ModelException cancelled() {
    return ModelException.permanentFault("cancelled", "the run was cancelled");
  }
}
