package io.seir.pipeline;

import java.io.Serializable;
import java.util.Locale;

/**
 * One go of a run at a range of its dialogues. A run without an acceptance expression has one wave;
 * with one, further waves follow until enough dialogues passed.
 *
 * @param number from 0
 * @param from first dialogue
 * @param to before this dialogue
 * @param wanted at most so many are taken
 * @param last no wave may follow, whatever comes of this one
 */
public record Wave(int number, long from, long to, int wanted, boolean last)
    implements Serializable {
  private static final int SMALLEST = 8;

  /** A little more than the pass rate says, so that one more wave is mostly the last. */
  private static final double RESERVE = 1.1;

  public Wave {
    if (number < 0 || from < 0 || to <= from || wanted < 1) {
      throw new IllegalArgumentException("a wave of nothing");
    }
  }

  /**
   * How many dialogues to begin next.
   *
   * @param missing how many are still wanted
   * @param accepted of those that were begun
   */
  public static long following(long missing, long accepted, long begun) {
    double rate = Math.max(1, accepted) / (double) begun;
    return Math.max(SMALLEST, (long) Math.ceil(RESERVE * missing / rate));
  }

  /** The name of a kind of file; all waves but the first have their number in it. */
  String fileName(String kind) {
    return number == 0 ? kind : String.format(Locale.ROOT, "%s-wave%04d", kind, number);
  }
}
