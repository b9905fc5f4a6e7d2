package io.seir.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000})
  void everyPartIsDoneOnce(int count) {
    AtomicInteger done = new AtomicInteger();
    Set<Integer> parts = ConcurrentHashMap.newKeySet();
    Parts.run(
        count,
        part -> {
          done.incrementAndGet();
          parts.add(part);
        });
    assertEquals(count, done.get());
    assertEquals(IntStream.range(0, count).boxed().toList(), parts.stream().sorted().toList());
  }

  /** Callers of the common pool, whose threads may all be waiting for each other's parts. */
  @Test
  void partsMayHaveParts() {
    AtomicInteger done = new AtomicInteger();
    Parts.run(50, outer -> Parts.run(50, inner -> done.incrementAndGet()));
    assertEquals(2500, done.get());
  }

  @Test
  void aFaultReachesTheCallerWhenNobodyWorksAnyMore() {
    AtomicInteger working = new AtomicInteger();
    for (int time = 0; time < 50; time++) {
      IllegalStateException fault =
          assertThrows(
              IllegalStateException.class,
              () ->
                  Parts.run(
                      100,
                      part -> {
                        working.incrementAndGet();
                        try {
                          if (part == 90) {
                            throw new IllegalStateException("part " + part);
                          }
                        } finally {
                          working.decrementAndGet();
                        }
                      }));
      assertEquals("part 90", fault.getMessage());
      assertEquals(0, working.get());
    }
  }

  @Test
  void anInterruptIsKeptForLater() {
    Thread.currentThread().interrupt();
    AtomicInteger done = new AtomicInteger();
    Parts.run(100, part -> done.incrementAndGet());
    assertEquals(100, done.get());
    assertTrue(Thread.interrupted());
  }

  @Test
  void theCallerNeedsNoHelp() throws Exception {
    BusyPool pool = new BusyPool();
    try {
      pool.block();
      AtomicInteger done = new AtomicInteger();
      Parts.run(10, part -> done.incrementAndGet());
      assertEquals(10, done.get());
    } finally {
      pool.release();
    }
  }

  /** Keeps all threads of the common pool busy. */
  private static final class BusyPool {
    private final CountDownLatch end = new CountDownLatch(1);

    void block() throws InterruptedException {
      int threads = ForkJoinPool.getCommonPoolParallelism();
      CountDownLatch begun = new CountDownLatch(threads);
      for (int i = 0; i < threads; i++) {
        ForkJoinPool.commonPool()
            .execute(
                () -> {
                  begun.countDown();
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
      }
      begun.await();
    }

    void release() {
      end.countDown();
    }
  }
}
