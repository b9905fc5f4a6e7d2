package io.seir.ask;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The threads for a worker's conversations, shared by all stages and bundles: a stage with little
 * to do leaves its slots to the others, first come, first served. They end with the last borrower.
 */
final class SharedThreads {
  private static final Map<Integer, SharedThreads> BY_NUMBER = new HashMap<>();

  private @Nullable ExecutorService threads;
  private int borrowers;

  /** This many threads, started if they do not exist yet. */
  static SharedThreads borrow(int number) {
    synchronized (BY_NUMBER) {
      SharedThreads shared = BY_NUMBER.computeIfAbsent(number, n -> new SharedThreads());
      if (shared.borrowers++ == 0) {
        shared.threads =
            Executors.newFixedThreadPool(
                number,
                work -> {
                  Thread thread = new Thread(work, "seir-conversation");
                  thread.setDaemon(true);
                  return thread;
                });
      }
      return shared;
    }
  }

  <T> Future<T> submit(Callable<T> work) {
    synchronized (BY_NUMBER) {
      if (threads == null) {
        throw new IllegalStateException("the threads were given back");
      }
      return threads.submit(work);
    }
  }

  void giveBack() {
    synchronized (BY_NUMBER) {
      if (--borrowers == 0 && threads != null) {
        threads.shutdownNow();
        threads = null;
      }
    }
  }
}
