package io.seir.cli;

import io.seir.data.InputException;
import io.seir.data.SampleFiles;
import io.seir.data.SampleSource;
import io.seir.pipeline.Condition;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set that meet a condition, found before the run by reading all of them.
 *
 * @param samples number of them
 * @param turns number of their turns
 * @param indexes of the samples that meet the condition; null if all samples are taken
 */
record TakenSamples(long samples, long turns, @Nullable BitSet indexes) {
  private static final long BLOCK = 16_384;

  /** All samples without a condition; an {@link InputException} if it holds for none. */
  static TakenSamples of(SampleFiles files, @Nullable Condition condition) throws IOException {
    if (condition == null) {
      return new TakenSamples(files.samples(), files.turns(), null);
    }
    BitSet indexes = new BitSet();
    long[] turns = {0};
    for (SampleSource source : files.ranges()) {
      source.read(
          sample -> {
            if (condition.holds(sample)) {
              indexes.set(Math.toIntExact(sample.index()));
              turns[0] += sample.turns().size();
            }
          });
    }
    if (indexes.isEmpty()) {
      throw new InputException("no sample meets --where; relax the expression");
    }
    return new TakenSamples(indexes.cardinality(), turns[0], indexes);
  }

  /** Whether rows are of these samples and no others. */
  boolean are(Vectors rows, Collection<String> kinds) throws IOException {
    if (rows.turns() != turns) {
      return false;
    }
    if (indexes == null) {
      return true;
    }
    for (RowSet set : rows.combinations(kinds).values()) {
      for (long from = 0; from < set.rows(); from += BLOCK) {
        long to = Math.min(set.rows(), from + BLOCK);
        if (!set.turns(from, to).stream().allMatch(turn -> indexes.get((int) turn.index()))) {
          return false;
        }
      }
    }
    return true;
  }
}
