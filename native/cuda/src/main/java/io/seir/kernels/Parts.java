package io.seir.kernels;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Does the parts of a piece of work with the threads of the common pool and the caller's. The
 * caller sleeps while others finish theirs. (A parallel stream would have it look for more to do
 * all that time, on a core that another caller could use.)
 */
final class Parts {
  /** The most that work on one thing. */
  static final int THREADS = ForkJoinPool.getCommonPoolParallelism() + 1;

  private final AtomicInteger left;
  private final CountDownLatch running;
  private final IntConsumer part;
  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

  private Parts(int count, IntConsumer part) {
    this.left = new AtomicInteger(count);
    this.running = new CountDownLatch(count);
    this.part = part;
  }

  /**
   * Does parts 0 to count - 1, the last first: whoever is free takes the next.
   *
   * @throws RuntimeException what a part threw; the others are then left out, or finished
   */
  static void run(int count, IntConsumer part) {
    Parts parts = new Parts(count, part);
    for (int helper = 1; helper < Math.min(THREADS, count); helper++) {
      ForkJoinPool.commonPool().execute(parts::work);
    }
    parts.work();
    parts.await();
  }

  private void work() {
    for (int p = left.decrementAndGet(); p >= 0; p = left.decrementAndGet()) {
      try {
        if (failed.get() == null) {
          part.accept(p);
        }
      } catch (RuntimeException | Error e) {
        failed.compareAndSet(null, e);
      } finally {
        running.countDown();
      }
    }
  }

  private void await() {
    boolean interrupted = false;
    while (running.getCount() > 0) {
      try {
        running.await();
      } catch (InterruptedException e) {
        interrupted = true; // others still write to the caller's memory
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable e = failed.get();
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (e != null) {
      throw (Error) e;
    }
  }
}
