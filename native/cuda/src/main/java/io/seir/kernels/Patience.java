package io.seir.kernels;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for a device, but not for ever: a kernel or barrier that does not return would hold a
 * worker until somebody notices. The thread sleeps meanwhile, at first for a few microseconds.
 */
final class Patience {
  /**
   * The system property that says for how many seconds; by default ten minutes, a hundred times
   * what the longest call takes.
   */
  static final String PROPERTY = "seir.cuda.patience";

  private static final int DEFAULT_SECONDS = 600;
  private static final long SHORTEST_NAP = 5_000;
  private static final long LONGEST_NAP = 200_000;

  private final Duration most;

  Patience(Duration most) {
    this.most = most;
  }

  /** As the property says. */
  static Patience asSet() {
    return new Patience(Duration.ofSeconds(Long.getLong(PROPERTY, DEFAULT_SECONDS)));
  }

  /**
   * Returns when it is done.
   *
   * @throws GpuException if that takes too long
   */
  void until(BooleanSupplier done) {
    long start = System.nanoTime();
    long nap = SHORTEST_NAP;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - start > most.toNanos()) {
        throw new GpuException(
            "the GPU has not answered for "
                + most.toSeconds()
                + " s and is given up: a kernel hangs, or is slower than -D"
                + PROPERTY
                + "=SECONDS allows; start this process again");
      }
      LockSupport.parkNanos(nap);
      nap = Math.min(LONGEST_NAP, 2 * nap);
    }
  }
}
