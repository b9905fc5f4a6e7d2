package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A cluster as shown on a page: the kept sample and a few of its duplicates.
 *
 * @param all the number of duplicates
 */
@DefaultCoder(JsonCoder.class)
public record Shown(Member kept, List<Cluster.Duplicate> duplicates, int all) {
  /** Clusters on a page. */
  public static final int CLUSTERS = 40;

  /** Larger clusters first, then the earlier. */
  public static final Comparator<Shown> LARGEST_FIRST =
      Comparator.<Shown>comparingInt(cluster -> -cluster.all())
          .thenComparingLong(cluster -> cluster.kept().index());

  private static final int FEW = 5;

  public Shown {
    duplicates = List.copyOf(duplicates);
  }

  /** A cluster with its first duplicates. */
  public static Shown of(Cluster cluster) {
    List<Cluster.Duplicate> all = cluster.duplicates();
    return new Shown(cluster.kept(), all.subList(0, Math.min(FEW, all.size())), all.size());
  }

  /** The indexes of the samples that are shown. */
  public List<Long> indexes() {
    List<Long> indexes = new ArrayList<>(List.of(kept.index()));
    duplicates.forEach(one -> indexes.add(one.sample().index()));
    return indexes;
  }
}
