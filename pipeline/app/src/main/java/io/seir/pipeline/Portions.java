package io.seir.pipeline;

import java.io.Serializable;

/**
 * How many dialogues are handled together. This determines which file a line is in and how much
 * memory a run takes, but never what a line says.
 *
 * @param range dialogues that start together and stay together: one bundle on runners that keep
 *     bundles
 * @param file consecutive dialogues in a file
 * @param wave dialogues that one pipeline works on, a multiple of those in a file, so that every
 *     file is written by one pipeline
 */
public record Portions(int range, long file, long wave) implements Serializable {
  /** Consecutive dialogues in a file; the same on every runner. */
  private static final long FILE = 250;

  private static final long LEAST_IN_WAVE = 500;

  /** Conversations per server slot in a wave, so that few slots wait for its end. */
  private static final long TURNS_AT_A_PLACE = 4;

  private static final long NO_WAVES = Long.MAX_VALUE - Long.MAX_VALUE % FILE;

  public Portions {
    if (range < 1 || file < 1 || wave < file || wave % file != 0) {
      throw new IllegalArgumentException("a wave is a number of whole files, not " + wave);
    }
  }

  /** All dialogues in one pipeline: a cluster spreads them, and continues without its client. */
  public static Portions atOnce(int range) {
    return new Portions(range, FILE, NO_WAVES);
  }

  /**
   * In waves of about 500: for a runner that keeps in memory whatever its pipeline works on.
   *
   * @param concurrency conversations that the models take at the same time
   */
  public static Portions inWaves(int range, int concurrency) {
    long dialogues = Math.max(LEAST_IN_WAVE, TURNS_AT_A_PLACE * concurrency);
    return new Portions(range, FILE, (dialogues + FILE - 1) / FILE * FILE);
  }

  /**
   * Where the wave that starts at a dialogue ends. The first wave is a single file, so that it can
   * be read early.
   */
  long end(long begin) {
    return begin < file ? file : begin - begin % wave + wave;
  }
}
