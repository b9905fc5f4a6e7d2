package io.seir.pipeline;

import java.io.Serializable;
import java.util.Locale;

/**
 * Dialogues that are begun because so many are needed: all that were asked for, and with an
 * acceptance expression further spans, until enough dialogues passed. A span follows from what came
 * of those before, never from the machine, so it is the same on every runner.
 *
 * @param number from 0
 * @param from first dialogue
 * @param to before this dialogue
 * @param wanted how many are taken at most
 * @param last no span may follow, whatever comes of this one
 */
public record Span(int number, long from, long to, int wanted, boolean last)
    implements Serializable {
  private static final int SMALLEST = 8;

  /** A little more than the pass rate says, so that one more span is mostly the last. */
  private static final double RESERVE = 1.1;

  public Span {
    if (number < 0 || from < 0 || to <= from || wanted < 1) {
      throw new IllegalArgumentException("a span of nothing");
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

  /** The name of a kind of file; all spans but the first have their number in it. */
  String fileName(String kind) {
    return number == 0 ? kind : String.format(Locale.ROOT, "%s-wave%04d", kind, number);
  }

  /** All of it as one wave. */
  public Wave whole() {
    return new Wave(this, number, from, to, wanted);
  }
}
