package io.seir.model;

/**
 * A condition that must hold at the moment a call is sent, after all waiting. It is set by the
 * caller and checked where the call is made, on the same thread.
 */
public final class CallGuard {
  private static final ThreadLocal<Guard> CURRENT = ThreadLocal.withInitial(() -> () -> {});

  private CallGuard() {}

  /** Throws if a call must not be sent. */
  @FunctionalInterface
  public interface Guard {
    void check() throws ModelException;
  }

  /** Something that makes calls. */
  @FunctionalInterface
  public interface Asking<T> {
    T ask() throws ModelException;
  }

  /** Makes calls under a guard. */
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
