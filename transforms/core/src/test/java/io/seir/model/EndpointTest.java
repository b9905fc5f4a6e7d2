package io.seir.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final Endpoint.Probe GONE =
      () -> {
        throw ModelException.transientFault("connection_failed", "refused");
      };

  private static Endpoint endpoint(int concurrency, Map<String, String> settings) {
    return endpoint(concurrency, settings, GONE);
  }

  private static Endpoint endpoint(
      int concurrency, Map<String, String> settings, Endpoint.Probe probe) {
    return new Endpoint(
        "http://x", new ModelSpec("p", concurrency, new TreeMap<>(settings), Prices.FREE), probe);
  }

  @Test
  void transientFaultsAreTriedAgainAndPermanentOnesAreNot() throws Exception {
    int[] calls = {0};
    String reply =
        endpoint(2, Map.of("retries", "2"))
            .call(
                () -> {
                  if (++calls[0] < 3) {
                    throw ModelException.transientFault("drop", "gone");
                  }
                  return "there";
                });
    assertEquals("there", reply);
    assertEquals(3, calls[0]);
    calls[0] = 0;
    ModelException refused =
        assertThrows(
            ModelException.class,
            () ->
                endpoint(2, Map.of())
                    .call(
                        () -> {
                          calls[0]++;
                          throw ModelException.permanentFault("refused", "no");
                        }));
    assertEquals("refused", refused.reason());
    assertEquals(1, calls[0]);
  }

  @Test
  void neverMoreCallsAtOnceThanAgreed() throws Exception {
    Endpoint endpoint = endpoint(3, Map.of());
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(3);
    ExecutorService threads = Executors.newFixedThreadPool(12);
    List<Future<?>> work = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      work.add(
          threads.submit(
              () ->
                  endpoint.call(
                      () -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        full.countDown();
                        try {
                          full.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                        now.decrementAndGet();
                        return "";
                      })));
    }
    for (Future<?> one : work) {
      one.get();
    }
    threads.shutdown();
    assertEquals(3, most.get());
  }

  @Test
  void aBurstOfRefusalsCutsOnceAndSuccessesOpenAgain() throws Exception {
    AdaptiveLimit limit = new AdaptiveLimit(64);
    long[] began = new long[8];
    for (int i = 0; i < began.length; i++) {
      began[i] = limit.enter();
    }
    for (long one : began) {
      limit.refused(one, Duration.ZERO);
      limit.leave();
    }
    assertEquals(48, limit.limit(), "eight refusals of one burst");
    for (int round = 0; round < 40; round++) {
      limit.refused(limit.enter(), Duration.ZERO);
      limit.leave();
    }
    assertEquals(1, limit.limit());
    for (int i = 0; i < 64 * 65 / 2; i++) {
      limit.enter();
      limit.served();
      limit.leave();
    }
    assertEquals(64, limit.limit());
  }

  @Test
  void aServersWishToBeLeftAloneHoldsForAllItsCallers() throws Exception {
    AdaptiveLimit limit = new AdaptiveLimit(4);
    limit.refused(limit.enter(), Duration.ofMillis(300));
    limit.leave();
    long before = System.nanoTime();
    limit.enter();
    assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() >= 250);
  }

  @Test
  void aServerThatIsGoneStopsTheRunSoonerThanTheRetries() {
    long start = System.nanoTime();
    EndpointException gone =
        assertThrows(
            EndpointException.class,
            () ->
                endpoint(1, Map.of("giveUpSeconds", "1", "retries", "50"))
                    .call(
                        () -> {
                          throw ModelException.transientFault("connection_failed", "refused");
                        }));
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 20);
    assertTrue(gone.getMessage().contains("--resume=always"), gone.getMessage());
  }

  /** Waits between tries are longer than the time to give up, with any jitter. */
  @Test
  void longWaitsDoNotHideThatAServerIsGone() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<EndpointException>> runs = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Endpoint one = endpoint(1, Map.of("giveUpSeconds", "1", "retries", "50"));
      Endpoint.Call<String> refused =
          () -> {
            throw ModelException.transientFault("connection_failed", "refused");
          };
      runs.add(
          threads.submit(() -> assertThrows(EndpointException.class, () -> one.call(refused))));
    }
    for (Future<EndpointException> run : runs) {
      assertTrue(run.get(20, TimeUnit.SECONDS).getMessage().contains("refused"));
    }
    threads.shutdown();
  }

  @Test
  void aServerThatIsThereButFailsAtOneCallIsNotGone() {
    int[] asked = {0};
    ModelException fault =
        assertThrows(
            ModelException.class,
            () ->
                endpoint(1, Map.of("giveUpSeconds", "1", "retries", "1"), () -> asked[0]++)
                    .call(
                        () -> {
                          throw ModelException.transientFault("server_error", "500");
                        }));
    assertEquals("server_error", fault.reason());
  }

  @Test
  void aServerThatTakesCallsAndNeverAnswersIsNoticed() {
    long start = System.nanoTime();
    EndpointException gone =
        assertThrows(
            EndpointException.class,
            () ->
                endpoint(1, Map.of("giveUpSeconds", "1"))
                    .call(
                        () -> {
                          try {
                            Thread.sleep(60_000);
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            throw ModelException.cancelled();
                          }
                          return "too late";
                        }));
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 20);
    assertTrue(gone.getMessage().contains("has not answered"), gone.getMessage());
  }

  @Test
  void slowRepliesAndOneFaultAreNoReasonToStop() throws Exception {
    int[] calls = {0};
    String reply =
        endpoint(1, Map.of("giveUpSeconds", "1"), () -> {})
            .call(
                () -> {
                  try {
                    Thread.sleep(1300);
                  } catch (InterruptedException e) {
                    throw ModelException.cancelled();
                  }
                  if (calls[0]++ == 0) {
                    throw ModelException.transientFault("server_error", "500");
                  }
                  return "there";
                });
    assertEquals("there", reply);
  }

  /** Not every server tells its models; a slow reply from such a one is no reason to stop. */
  @Test
  void aServerThatDoesNotTellItsModelsIsThere() throws Exception {
    Endpoint.Probe untold =
        () -> {
          throw ModelException.permanentFault("not_told", "it does not list its models");
        };
    String reply =
        endpoint(1, Map.of("giveUpSeconds", "1"), untold)
            .call(
                () -> {
                  try {
                    Thread.sleep(3000);
                  } catch (InterruptedException e) {
                    throw ModelException.cancelled();
                  }
                  return "slow";
                });
    assertEquals("slow", reply);
  }

  @Test
  void whatGuardsACallIsAskedWhenItGoesOut() {
    boolean[] spent = {false};
    int[] made = {0};
    Endpoint endpoint = endpoint(1, Map.of());
    CallGuard.Guard guard =
        () -> {
          if (spent[0]) {
            throw ModelException.permanentFault("budget_reached", "spent");
          }
        };
    assertThrows(
        ModelException.class,
        () ->
            CallGuard.guarded(
                guard,
                () ->
                    endpoint.call(
                        () -> {
                          made[0]++;
                          spent[0] = true;
                          throw ModelException.transientFault("server_error", "500");
                        })));
    assertEquals(1, made[0], "the second try did not go out");
  }
}
