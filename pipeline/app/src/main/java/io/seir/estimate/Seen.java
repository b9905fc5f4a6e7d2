package io.seir.estimate;

import java.util.SortedMap;
import java.util.TreeMap;

/** How many dialogues with how many turns were observed. */
final class Seen {
  private static final double SAME = 1e-9;

  private final SortedMap<Integer, Long> dialogues = new TreeMap<>();
  private long count;
  private Turns turns = Turns.NONE;
  private double squares;

  void add(int number) {
    dialogues.merge(number, 1L, Long::sum);
    count++;
    turns = turns.plus(number, 1);
    double half = (number - 1) / 2.0;
    squares += number * half * half;
  }

  /** By their number of turns. */
  SortedMap<Integer, Long> dialogues() {
    return dialogues;
  }

  long count() {
    return count;
  }

  Turns turns() {
    return turns;
  }

  /** The sum of T(T−1)²/4. */
  double squares() {
    return squares;
  }

  /** Of the normal equations; 0 if all dialogues had the same number of turns. */
  double determinant() {
    double found = turns.turns() * squares - turns.earlier() * turns.earlier();
    return found > SAME * turns.turns() * squares ? found : 0;
  }
}
