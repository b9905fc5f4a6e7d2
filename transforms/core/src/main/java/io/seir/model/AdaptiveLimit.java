package io.seir.model;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many calls an endpoint takes at once: additive increase, multiplicative decrease. A burst of
 * refusals cuts the limit once, because calls that started before a cut say nothing about the new
 * limit. Slots are given first come, first served, so no stage starves another. Thread-safe.
 */
final class AdaptiveLimit {
  private static final double CUT = 0.75;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private static final class Places extends Semaphore {
    private static final long serialVersionUID = 1;

    Places(int permits) {
      super(permits, true);
    }

    void reduce(int by) {
      reducePermits(by);
    }
  }

  private final int most;
  private final Places places;
  private int limit;
  private int successes;
  private long lastCut = System.nanoTime();
  private long pausedUntil = lastCut;

  AdaptiveLimit(int most) {
    this.most = most;
    this.limit = most;
    this.places = new Places(most);
  }

  /**
   * Waits for a slot and for the end of a pause.
   *
   * @return when the call starts, for {@link #refused}
   */
  long enter() throws InterruptedException {
    places.acquire();
    try {
      for (long pause = pause(); pause > 0; pause = pause()) {
        TimeUnit.NANOSECONDS.sleep(pause);
      }
    } catch (InterruptedException e) {
      places.release();
      throw e;
    }
    return System.nanoTime();
  }

  private synchronized long pause() {
    return pausedUntil - System.nanoTime();
  }

  void leave() {
    places.release();
  }

  synchronized void served() {
    if (limit < most && ++successes >= limit) {
      successes = 0;
      limit++;
      places.release();
    }
  }

  /**
   * Called if the endpoint was overloaded.
   *
   * @param began when the refused call started
   */
  synchronized void refused(long began, Duration wait) {
    long now = System.nanoTime();
    if (began - lastCut > 0) {
      int less = Math.max(1, (int) (limit * CUT));
      places.reduce(limit - less);
      limit = less;
      successes = 0;
      lastCut = now;
    }
    long until = now + Math.min(wait.toNanos(), LONGEST_PAUSE.toNanos());
    pausedUntil = until - pausedUntil > 0 ? until : pausedUntil;
  }

  synchronized int limit() {
    return limit;
  }
}
