package io.seir.ask;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which a worker's conversations run, shared by all stages and bundles: a stage that
 * has little to do leaves its places to the others, in the order of asking. They end with the last
 * borrower.
 */
final class SharedThreads {
  private static final Map<Integer, SharedThreads> BY_NUMBER = new HashMap<>();

  private @Nullable ExecutorService threads;
  private int borrowers;

  /** As many threads, begun if nobody has them yet. */
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
