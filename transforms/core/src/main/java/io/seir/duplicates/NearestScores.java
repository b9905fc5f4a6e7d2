package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import io.seir.similar.RowMatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * How similar rows are to their nearest earlier rows, in hundredths of a cosine.
 *
 * @param counts rows by cosine, rounded down
 * @param examples some matches, by their nearest level
 */
@DefaultCoder(JsonCoder.class)
record NearestScores(SortedMap<Integer, Long> counts, SortedMap<Integer, List<RowMatch>> examples) {
  /** Levels at which examples are shown, in hundredths. */
  static final List<Integer> LEVELS = List.of(100, 99, 98, 97, 96, 95, 93, 90, 85, 80, 70);

  private static final int HUNDRED = 100;
  private static final double NEAR = 0.5;
  private static final int EXAMPLES = 10;

  /** By a fixed shuffle of the rows, so that examples come from all over the set. */
  private static final Comparator<RowMatch> CHOICE =
      Comparator.<RowMatch>comparingLong(match -> shuffled(match.row()))
          .thenComparingLong(RowMatch::row);

  static NearestScores none() {
    return new NearestScores(new TreeMap<>(), new TreeMap<>());
  }

  private static long shuffled(long row) {
    long bits = (row + 1) * 0x9E3779B97F4A7C15L;
    return (bits ^ bits >>> 32) * 0xBF58476D1CE4E5B9L;
  }

  /** Counts a match; {@code kinds} rows are concatenated in it. */
  void add(RowMatch match, int kinds) {
    double hundredths = (double) match.score() / kinds * HUNDRED;
    counts.merge((int) Math.floor(Math.min(HUNDRED, hundredths)), 1L, Long::sum);
    for (int level : LEVELS) {
      if (Math.abs(hundredths - level) <= NEAR) {
        take(level, List.of(match));
      }
    }
  }

  void add(NearestScores other) {
    other.counts.forEach((cosine, count) -> counts.merge(cosine, count, Long::sum));
    other.examples.forEach(this::take);
  }

  private void take(int level, List<RowMatch> matches) {
    List<RowMatch> all = new ArrayList<>(examples.getOrDefault(level, List.of()));
    all.addAll(matches);
    all.sort(CHOICE);
    examples.put(level, new ArrayList<>(all.subList(0, Math.min(EXAMPLES, all.size()))));
  }
}
