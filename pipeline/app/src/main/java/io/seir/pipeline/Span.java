package io.seir.pipeline;

import java.io.Serializable;
import java.util.Locale;

/**
 * The dialogues that are started together because they are needed: first all that were asked for,
 * then with an acceptance expression further spans, until enough dialogues have passed. A span
 * depends on the results of the spans before it, never on the machine, so it is the same on every
 * runner.
 *
 * @param number from 0
 * @param from first dialogue
 * @param to end, exclusive
 * @param wanted how many to accept at most
 * @param last whether no span may follow, whatever this one gives
 */
public record Span(int number, long from, long to, int wanted, boolean last)
    implements Serializable {
  private static final int SMALLEST = 8;

  /** Slightly more than the pass rate suggests, so that one more span is usually enough. */
  private static final double RESERVE = 1.1;

  public Span {
    if (number < 0 || from < 0 || to <= from || wanted < 1) {
      throw new IllegalArgumentException("a span of nothing");
    }
  }

  /**
   * How many dialogues to start next.
   *
   * @param missing how many are still needed
   * @param accepted of those that were started
   */
  public static long following(long missing, long accepted, long begun) {
    double rate = Math.max(1, accepted) / (double) begun;
    return Math.max(SMALLEST, (long) Math.ceil(RESERVE * missing / rate));
  }

  /** The name of a kind of file; it includes the span's number except for the first span. */
  String fileName(String kind) {
    return number == 0 ? kind : String.format(Locale.ROOT, "%s-wave%04d", kind, number);
  }

  /** The whole span as one wave. */
  public Wave whole() {
    return new Wave(this, number, from, to, wanted);
  }
}
