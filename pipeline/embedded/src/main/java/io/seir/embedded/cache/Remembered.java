package io.seir.embedded.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, in a bounded number of bytes: what was used longest ago is forgotten. Thread-safe.
 */
public final class Remembered<K, V> {
  /** What an entry takes beside its key and value, roughly. */
  private static final long ENTRY = 80;

  private final long most;
  private final ToLongBiFunction<K, V> size;
  private final Map<K, V> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  private Remembered(long most, ToLongBiFunction<K, V> size) {
    this.most = most;
    this.size = size;
  }

  /**
   * Nothing yet.
   *
   * @param bytes most that are held
   * @param size bytes of a key and its value
   */
  public static <K, V> Remembered<K, V> atMost(long bytes, ToLongBiFunction<K, V> size) {
    return new Remembered<>(bytes, size);
  }

  /** The bytes of a text. */
  public static long bytes(String text) {
    return 56 + 2L * text.length();
  }

  /** The value of a key, if it is remembered. */
  public synchronized @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Remembers a value; one that is too large for all there is room for is forgotten at once. */
  public synchronized void put(K key, V value) {
    V old = entries.remove(key);
    if (old != null) {
      bytes -= bytes(key, old);
    }
    entries.put(key, value);
    bytes += bytes(key, value);
    Iterator<Map.Entry<K, V>> eldest = entries.entrySet().iterator();
    while (bytes > most && eldest.hasNext()) {
      Map.Entry<K, V> entry = eldest.next();
      bytes -= bytes(entry.getKey(), entry.getValue());
      eldest.remove();
    }
  }

  /** The value, made if it is not remembered; threads that need the same one may each make it. */
  public V computeIfAbsent(K key, Function<K, V> make) {
    V known = get(key);
    if (known == null) {
      known = make.apply(key);
      put(key, known);
    }
    return known;
  }

  /** How many bytes are held. */
  public synchronized long bytes() {
    return bytes;
  }

  private long bytes(K key, V value) {
    return ENTRY + size.applyAsLong(key, value);
  }
}
