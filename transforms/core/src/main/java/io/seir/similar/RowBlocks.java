package io.seir.similar;

import io.seir.kernels.Rows;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Blocks of rows that were read, and what was worked out for a block, kept for all threads of a JVM
 * as long as they are used and there is room: at most {@value #BOUND} bytes (a system property; by
 * default a quarter of the heap's limit, which bounds memory outside the heap too). What is in use
 * beyond that is a thread's own block and the one it is compared with.
 */
final class RowBlocks {
  static final String BOUND = "seir.rows.cache";

  private static final long MOST = Long.getLong(BOUND, Runtime.getRuntime().maxMemory() / 4);

  private static final RowBlocks SHARED = new RowBlocks(MOST);

  private final long most;
  private final Map<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Key(String what, long from, long to) {}

  private static final class Held {
    final CompletableFuture<Object> value = new CompletableFuture<>();
    long bytes;
  }

  /** Makes what is not there yet. */
  interface Maker<T> {
    T make() throws IOException;
  }

  RowBlocks(long most) {
    this.most = most;
  }

  /** Those of this JVM. */
  static RowBlocks shared() {
    return SHARED;
  }

  /** Rows [from, to) of a set. */
  Rows rows(RowSet set, long from, long to) throws IOException {
    return get(new Key(set.id(), from, to), (to - from) * set.rowBytes(), () -> set.read(from, to));
  }

  /** One number for each of the rows [from, to). */
  float[] numbers(String what, long from, long to, Maker<float[]> maker) throws IOException {
    return get(new Key(what, from, to), (to - from) * Float.BYTES, maker);
  }

  /** The numbers of the rows [from, to). */
  long[] longs(String what, long from, long to, Maker<long[]> maker) throws IOException {
    return get(new Key(what, from, to), (to - from) * Long.BYTES, maker);
  }

  @SuppressWarnings("unchecked") // a key's value is what its maker made
  private <T> T get(Key key, long size, Maker<T> maker) throws IOException {
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

  /** The one used longest ago goes first. */
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
