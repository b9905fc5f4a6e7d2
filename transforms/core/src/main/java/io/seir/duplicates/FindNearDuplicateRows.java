package io.seir.duplicates;

import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Finds rows that repeat earlier rows, if there are only rows and no samples. Takes one set;
 * returns {@link FindNearDuplicates#CLUSTERS}, whose members are called by the numbers of their
 * rows, {@link FindNearDuplicates#EXAMPLES} and {@link FindNearDuplicates#NEAREST}. The earliest
 * row of a cluster is kept.
 */
public final class FindNearDuplicateRows extends PTransform<PCollection<RowSet>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  private final double least;
  private final RowSearch how;

  private FindNearDuplicateRows(double least, RowSearch how) {
    this.least = least;
    this.how = how;
  }

  /**
   * With a threshold.
   *
   * @param cosine from which a row counts as repeating an earlier one
   */
  public static FindNearDuplicateRows from(double cosine) {
    return new FindNearDuplicateRows(cosine, RowSearch.AUTO);
  }

  public FindNearDuplicateRows with(RowSearch search) {
    return new FindNearDuplicateRows(least, search);
  }

  @Override
  public PCollectionTuple expand(PCollection<RowSet> rows) {
    MatchRows match = new MatchRows(List.of(DuplicateRule.ROW), DuplicateRule.ofRows(least), how);
    PCollectionTuple matched = rows.apply("Rows", match);
    return matched
        .get(MatchRows.FOUND)
        .apply("Clusters", FormClusters.ofRows())
        .and(FindNearDuplicates.NEAREST, FindNearDuplicates.nearest(matched, DuplicateRule.ROW));
  }
}
