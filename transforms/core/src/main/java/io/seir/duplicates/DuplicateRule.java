package io.seir.duplicates;

import io.seir.features.TurnRows;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When two turns count as near-duplicates: every kind that is compared must agree. Turns are
 * compared only if they have the same of these kinds, so a turn without a picture never matches one
 * with a picture.
 *
 * @param cosines least cosine of two rows by kind, such as {@code image}: the kinds are those that
 *     are compared
 * @param bits most bits in which the 64-bit hashes of two pictures differ
 * @param overlap least share of three-word sequences that two texts have in common (Jaccard), as
 *     MinHash estimates it
 */
public record DuplicateRule(SortedMap<String, Double> cosines, int bits, double overlap)
    implements Serializable {
  /** The kind of rows without samples. */
  static final String ROW = "row";

  /** Lowest cosine of two matching pictures. */
  public static final double PICTURES = 0.98;

  /** Lowest cosine of two matching texts. */
  public static final double TEXTS = 0.95;

  /** Most bits that differ: with bands of 16 bits, all such pairs are found. */
  public static final int BITS = 3;

  /** Lowest share of common three-word sequences. */
  public static final double OVERLAP = 0.8;

  public DuplicateRule {
    boolean rows = cosines.keySet().equals(Set.of(ROW));
    if (cosines.isEmpty() || !(rows || TurnRows.KINDS.containsAll(cosines.keySet()))) {
      throw new IllegalArgumentException(
          "duplicates are found by one or more of " + TurnRows.KINDS + ", not by " + cosines);
    }
    cosines.forEach(
        (kind, least) -> {
          if (!(least >= -1 && least <= 1)) {
            throw new IllegalArgumentException("a cosine must be from -1 to 1, not " + least);
          }
        });
    if (bits < 0 || bits > 63) {
      throw new IllegalArgumentException("the number of bits must be from 0 to 63, not " + bits);
    }
    if (!(overlap >= 0 && overlap <= 1)) {
      throw new IllegalArgumentException("a share must be from 0 to 1, not " + overlap);
    }
    cosines = new TreeMap<>(cosines);
  }

  /**
   * A rule for some kinds, with the default thresholds.
   *
   * @param kinds of {@link TurnRows#KINDS}
   */
  public static DuplicateRule by(Collection<String> kinds) {
    SortedMap<String, Double> cosines = new TreeMap<>();
    kinds.forEach(kind -> cosines.put(kind, kind.equals(TurnRows.IMAGE) ? PICTURES : TEXTS));
    return new DuplicateRule(cosines, BITS, OVERLAP);
  }

  /** A rule for rows without samples. */
  public static DuplicateRule ofRows(double least) {
    SortedMap<String, Double> cosines = new TreeMap<>();
    cosines.put(ROW, least);
    return new DuplicateRule(cosines, BITS, OVERLAP);
  }

  /** With a different lowest cosine for a compared kind. */
  public DuplicateRule withCosine(String kind, double least) {
    SortedMap<String, Double> changed = new TreeMap<>(cosines);
    if (changed.replace(kind, least) == null) {
      throw new IllegalArgumentException(kind + " is not compared");
    }
    return new DuplicateRule(changed, bits, overlap);
  }

  /** With other thresholds for the passes that need no encoder. */
  public DuplicateRule withHashes(int mostBits, double leastOverlap) {
    return new DuplicateRule(cosines, mostBits, leastOverlap);
  }

  /** The kinds that are compared. */
  public SortedSet<String> kinds() {
    return new TreeSet<>(cosines.keySet());
  }

  /** Whether the rows of a turn are similar enough, by the cosine of every kind. */
  boolean near(SortedMap<String, Double> found) {
    return found.entrySet().stream()
        .allMatch(of -> of.getValue() >= cosines.getOrDefault(of.getKey(), Double.MAX_VALUE));
  }

  /** The lowest sum of cosines if every kind is similar enough. */
  double leastSum(List<String> kinds) {
    return kinds.stream().mapToDouble(kind -> cosines.getOrDefault(kind, Double.MAX_VALUE)).sum();
  }
}
