package io.seir.embedded.words;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that forget what was used longest ago. */
public final class Remembered {
  private Remembered() {}

  /** A thread-safe map of at most so many entries. */
  public static <K, V> Map<K, V> atMost(int entries) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > entries;
          }
        });
  }
}
