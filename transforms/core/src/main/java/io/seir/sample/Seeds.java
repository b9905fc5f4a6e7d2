package io.seir.sample;

import java.nio.charset.StandardCharsets;

/** Derives independent seeds from one: the same parts give the same seed on every machine. */
public final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** A seed for the purpose that the parts name; their order matters. */
  public static long derive(long seed, Object... parts) {
    long state = mix(seed + GOLDEN);
    for (Object part : parts) {
      for (byte b : String.valueOf(part).getBytes(StandardCharsets.UTF_8)) {
        state = (state ^ (b & 0xff)) * 0x100000001B3L;
      }
      state = mix(state + GOLDEN);
    }
    return state;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
