package io.seir.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to cancel the call that a thread is waiting for, because an interrupt does not reach a
 * thread that reads from a socket.
 */
public final class InFlight {
  private static final Map<Thread, Runnable> CALLS = new ConcurrentHashMap<>();

  private InFlight() {}

  /** Registers that this thread is waiting for a call. */
  public static void begin(Runnable cancel) {
    CALLS.put(Thread.currentThread(), cancel);
  }

  /** Registers that it is no longer waiting. */
  public static void end() {
    CALLS.remove(Thread.currentThread());
  }

  /** Makes the call that a thread is waiting for fail. */
  static void cancel(Thread waiting) {
    Runnable cancel = CALLS.get(waiting);
    if (cancel != null) {
      cancel.run();
    }
    waiting.interrupt();
  }
}
