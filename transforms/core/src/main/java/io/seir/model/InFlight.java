package io.seir.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How to break off the call that a thread waits for: an interrupt does not reach a thread that
 * reads from a socket.
 */
public final class InFlight {
  private static final Map<Thread, Runnable> CALLS = new ConcurrentHashMap<>();

  private InFlight() {}

  /** This thread waits for a call from now on. */
  public static void begin(Runnable cancel) {
    CALLS.put(Thread.currentThread(), cancel);
  }

  /** It waits no more. */
  public static void end() {
    CALLS.remove(Thread.currentThread());
  }

  /** Makes the call that a thread waits for fail. */
  static void cancel(Thread waiting) {
    Runnable cancel = CALLS.get(waiting);
    if (cancel != null) {
      cancel.run();
    }
    waiting.interrupt();
  }
}
