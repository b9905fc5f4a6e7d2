package io.seir.model;

/**
 * What must hold in the instant a call goes out, after all waiting for its turn: set by who asks,
 * checked where the call is made, on the same thread.
 */
public final class CallGuard {
  private static final ThreadLocal<Guard> CURRENT = ThreadLocal.withInitial(() -> () -> {});

  private CallGuard() {}

  /** Throws if a call must not go out. */
  @FunctionalInterface
  public interface Guard {
    void check() throws ModelException;
  }

  /** Something that makes calls. */
  @FunctionalInterface
  public interface Asking<T> {
    T ask() throws ModelException;
  }

  /** Asks under a guard. */
  public static <T> T guarded(Guard guard, Asking<T> asking) throws ModelException {
    CURRENT.set(guard);
    try {
      return asking.ask();
    } finally {
      CURRENT.remove();
    }
  }

  static void check() throws ModelException {
    CURRENT.get().check();
  }
}
