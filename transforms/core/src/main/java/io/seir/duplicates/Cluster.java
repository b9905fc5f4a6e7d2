package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.beam.sdk.coders.DefaultCoder;

/** A kept sample and the duplicates dropped in its favour. */
@DefaultCoder(JsonCoder.class)
public record Cluster(Member kept, List<Duplicate> duplicates) {
  /**
   * A sample that is dropped.
   *
   * @param links for every turn what joined it to the others, in order
   */
  public record Duplicate(Member sample, List<Link> links) {
    public Duplicate {
      links = List.copyOf(links);
    }

    /** The least certain of the passes involved. */
    public TurnMatch.Pass by() {
      return links.stream()
          .map(Link::by)
          .max(TurnMatch.Pass::compareTo)
          .orElse(TurnMatch.Pass.EXACT);
    }
  }

  /**
   * What joins a turn to another. A cluster is the closure of such matches, so the other turn need
   * not belong to the kept sample.
   *
   * @param turn of the dropped sample, from 0
   * @param id of the sample that the other turn is of
   * @param other that turn, from 0
   * @param values as in {@link TurnMatch}
   * @param picture of the other turn
   */
  public record Link(
      int turn,
      String id,
      int other,
      TurnMatch.Pass by,
      SortedMap<String, Double> values,
      Optional<String> picture) {}

  public Cluster {
    duplicates = List.copyOf(duplicates);
  }

  /** The indexes of the dropped samples. */
  public List<Long> dropped() {
    return duplicates.stream().map(one -> one.sample().index()).toList();
  }
}
