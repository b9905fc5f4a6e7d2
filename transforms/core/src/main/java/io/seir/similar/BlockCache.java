package io.seir.similar;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A cache of the most recently used values by name and block, up to a number of bytes, for all
 * threads of a JVM.
 */
final class BlockCache {
  private final long most;
  private final Map<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** A value's name: what it is, of rows [from, to). */
  record Key(String what, long from, long to) {}

  private static final class Held {
    final CompletableFuture<Object> value = new CompletableFuture<>();
    long bytes;
  }

  /** Creates a missing value. */
  interface Maker<T> {
    T make() throws IOException;
  }

  BlockCache(long most) {
    this.most = most;
  }

  /** Whether a value is kept, or being created. */
  boolean has(Key key) {
    synchronized (held) {
      return held.containsKey(key);
    }
  }

  /**
   * A value; one thread creates it while the others wait.
   *
   * @param size in bytes
   */
  @SuppressWarnings("unchecked") // a key's value is what its maker made
  <T> T get(Key key, long size, Maker<T> maker) throws IOException {
    Held mine;
    boolean make = false;
    synchronized (held) {
      Held known = held.get(key);
      if (known == null) {
        known = new Held();
        held.put(key, known);
        make = true;
      }
      mine = known;
    }
    if (make) {
      try {
        mine.value.complete(maker.make());
        keep(mine, size);
      } catch (IOException | RuntimeException | Error e) {
        synchronized (held) {
          held.remove(key);
        }
        mine.value.completeExceptionally(e);
      }
    }
    try {
      return (T) mine.value.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** The least recently used value is evicted first. */
  private void keep(Held added, long size) {
    synchronized (held) {
      added.bytes = size;
      bytes += size;
      var oldest = held.entrySet().iterator();
      while (bytes > most && oldest.hasNext()) {
        Map.Entry<Key, Held> next = oldest.next();
        if (next.getValue().bytes > 0) { // counted, so neither being made nor about to be counted
          bytes -= next.getValue().bytes;
          oldest.remove();
        }
      }
    }
  }
}
