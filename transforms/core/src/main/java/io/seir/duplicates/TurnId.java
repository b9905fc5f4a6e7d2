package io.seir.duplicates;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A turn among all that are read together.
 *
 * @param index of its sample
 * @param turn from 0
 */
public record TurnId(long index, int turn) implements Comparable<TurnId>, Serializable {
  private static final Comparator<TurnId> ORDER =
      Comparator.comparingLong(TurnId::index).thenComparingInt(TurnId::turn);

  @Override
  public int compareTo(TurnId other) {
    return ORDER.compare(this, other);
  }
}
