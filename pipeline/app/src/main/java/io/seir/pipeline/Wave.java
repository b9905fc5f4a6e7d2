package io.seir.pipeline;

import java.io.Serializable;

/**
 * The part of a span that one pipeline works on: all of it on a cluster, about 500 dialogues on one
 * machine.
 *
 * @param number from 0, over all spans of a run
 * @param from first dialogue
 * @param to end, exclusive
 * @param wanted how many to accept at most; 0 if those before were enough
 */
public record Wave(Span span, int number, long from, long to, int wanted) implements Serializable {
  public Wave {
    if (number < 0 || from < span.from() || to <= from || to > span.to() || wanted < 0) {
      throw new IllegalArgumentException("a wave of nothing");
    }
  }

  /** How many dialogues are started. */
  public long size() {
    return to - from;
  }
}
