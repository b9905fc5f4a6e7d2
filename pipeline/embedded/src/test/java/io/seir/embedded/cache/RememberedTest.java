package io.seir.embedded.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RememberedTest {
  private static final long ROOM = 10_000;

  private final Remembered<Integer, byte[]> cache =
      Remembered.atMost(ROOM, (key, value) -> value.length);

  @Test
  void bytesStayBoundedAndWhatWasUsedLongestAgoGoes() {
    for (int key = 0; key < 1000; key++) {
      cache.put(key, new byte[1000]);
      cache.get(0);
      assertTrue(cache.bytes() <= ROOM, () -> cache.bytes() + " bytes");
    }
    assertEquals(1000, cache.computeIfAbsent(0, key -> new byte[1]).length, "used all the time");
    assertEquals(1000, cache.computeIfAbsent(999, key -> new byte[1]).length, "put last");
    assertNull(cache.get(500));
  }

  @Test
  void aValueCountsOnceHoweverOftenItIsPutAndATooLargeOneIsNotKept() {
    cache.put(1, new byte[100]);
    long one = cache.bytes();
    cache.put(1, new byte[100]);
    assertEquals(one, cache.bytes());
    assertEquals(20_000, cache.computeIfAbsent(2, key -> new byte[20_000]).length);
    assertEquals(0, cache.bytes(), "it pushed the other out and did not fit itself");
  }
}
