package io.seir.duplicates;

import io.seir.blob.SamplePictures;
import io.seir.sample.JsonCoder;
import io.seir.sample.Result;
import io.seir.sample.Sample;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import io.seir.similar.Vectors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Finds samples that repeat other samples, and returns those that are kept ({@link
 * Result#samples}). Three passes find turns that match an earlier one: equal bytes and texts;
 * perceptual hashes of pictures with MinHash of texts; and, with {@link #withVectors}, the nearest
 * earlier row of every row, exactly. Turns joined by matches, directly or through others, form a
 * group; a sample is dropped if a kept sample has a turn in each of its groups. Among equals, the
 * best judged is kept, then the earliest. {@link #CLUSTERS} says which, and why.
 *
 * <p>Samples need distinct indexes, as {@link io.seir.data.ReadSamples} assigns them. The bad
 * records are samples with an unreadable picture; they are also kept.
 *
 * <p>Deterministic for any number of workers. Metrics, in the namespace {@code seir.duplicates}:
 * {@code finished} samples, {@code bad_records}; in {@code seir.similar} the rows compared.
 */
public final class FindNearDuplicates extends Result.Transform<PCollection<Sample>> {
  private static final long serialVersionUID = 1;

  /** Its name in metrics and bad records. */
  public static final String STAGE = "duplicates";

  /** Kept samples with the duplicates dropped for them. */
  public static final TupleTag<Cluster> CLUSTERS = new TupleTag<>("clusters") {};

  /** Samples that are dropped. */
  public static final TupleTag<Sample> DROPPED = new TupleTag<>("dropped") {};

  /** Up to ten pairs at each of several cosines; without vectors none. */
  public static final TupleTag<Example> EXAMPLES = new TupleTag<>("examples") {};

  /** The distribution of nearest cosines; without vectors none. */
  public static final TupleTag<Nearest> NEAREST = new TupleTag<>("nearest") {};

  private static final int PARTS = 1000;
  private static final int FEWEST_PARTS = 8;
  private static final long SAMPLES_IN_PART = 5000;

  private final DuplicateRule rule;
  private final SamplePictures pictures;
  private final Optional<Vectors> vectors;
  private final RowSearch how;
  private final int parts;

  private FindNearDuplicates(
      DuplicateRule rule,
      SamplePictures pictures,
      Optional<Vectors> vectors,
      RowSearch how,
      int parts) {
    this.rule = rule;
    this.pictures = pictures;
    this.vectors = vectors;
    this.how = how;
    this.parts = parts;
  }

  /**
   * Compares only contents and hashes.
   *
   * @param pictures where the pictures of the samples are
   */
  public static FindNearDuplicates by(DuplicateRule rule, SamplePictures pictures) {
    return new FindNearDuplicates(rule, pictures, Optional.empty(), RowSearch.AUTO, PARTS);
  }

  /** Also compares the rows of the same samples, in the same order. */
  public FindNearDuplicates withVectors(Vectors rows) {
    return new FindNearDuplicates(rule, pictures, Optional.of(rows), how, parts);
  }

  /** With a different way to compare rows. */
  public FindNearDuplicates with(RowSearch search) {
    return new FindNearDuplicates(rule, pictures, vectors, search, parts);
  }

  /**
   * Splits the work on hashes into parts for this many samples. Each part is held in memory; many
   * parts are slow on the DirectRunner.
   */
  public FindNearDuplicates forSamples(long samples) {
    int enough = Math.toIntExact(Math.max(FEWEST_PARTS, samples / SAMPLES_IN_PART));
    return new FindNearDuplicates(rule, pictures, vectors, how, enough);
  }

  @Override
  public Result expand(PCollection<Sample> samples) {
    PCollectionTuple prints =
        samples.apply(
            "Print",
            ParDo.of(new PrintTurns(rule, pictures))
                .withOutputTags(
                    PrintTurns.PRINTS, TupleTagList.of(PrintTurns.MEMBERS).and(Result.BAD)));
    PCollectionList<Found> found =
        PCollectionList.of(
            prints
                .get(PrintTurns.PRINTS)
                .apply("Hashes", new MatchHashes(rule, parts))
                .apply(
                    "Found by hashes",
                    MapElements.into(TypeDescriptor.of(Found.class)).via(Found::of)));
    List<PCollection<Nearest>> nearest = new ArrayList<>();
    for (Map.Entry<String, RowSet> set : sets().entrySet()) {
      String kinds = set.getKey();
      PCollectionTuple rows =
          samples
              .getPipeline()
              .apply(getName() + " rows of " + kinds, Create.of(set.getValue()))
              .apply("Rows of " + kinds, new MatchRows(List.of(kinds.split("\\+")), rule, how));
      found = found.and(rows.get(MatchRows.FOUND));
      nearest.add(nearest(rows, kinds));
    }
    PCollectionTuple formed =
        found
            .apply("All", Flatten.pCollections())
            .apply("Clusters", FormClusters.of(prints.get(PrintTurns.MEMBERS), rule.kinds()));
    PCollectionView<BitSet> dropped =
        formed
            .get(CLUSTERS)
            .apply("Dropped", FlatMapElements.into(TypeDescriptors.longs()).via(Cluster::dropped))
            .apply("As set", IndexSet.asView());
    PCollectionTuple parted =
        samples.apply(
            "Part",
            ParDo.of(new Part(dropped))
                .withSideInputs(dropped)
                .withOutputTags(Result.SAMPLES, TupleTagList.of(DROPPED)));
    return Result.of(
        parted
            .and(Result.BAD, prints.get(Result.BAD))
            .and(CLUSTERS, formed.get(CLUSTERS))
            .and(EXAMPLES, formed.get(EXAMPLES))
            .and(NEAREST, all(samples, nearest)));
  }

  private Map<String, RowSet> sets() {
    return vectors.<Map<String, RowSet>>map(of -> of.combinations(rule.kinds())).orElse(Map.of());
  }

  static PCollection<Nearest> nearest(PCollectionTuple rows, String kinds) {
    return rows.get(MatchRows.SCORES)
        .apply(
            "Nearest of " + kinds,
            MapElements.into(TypeDescriptor.of(Nearest.class))
                .via(scores -> new Nearest(kinds, scores.counts())));
  }

  private static PCollection<Nearest> all(
      PCollection<Sample> samples, List<PCollection<Nearest>> nearest) {
    return nearest.isEmpty()
        ? samples.getPipeline().apply("No rows", Create.empty(JsonCoder.of(Nearest.class)))
        : PCollectionList.of(nearest).apply("Nearest", Flatten.pCollections());
  }

  private static final class Part extends DoFn<Sample, Sample> {
    private static final long serialVersionUID = 1;

    private final PCollectionView<BitSet> dropped;

    Part(PCollectionView<BitSet> dropped) {
      this.dropped = dropped;
    }

    @ProcessElement
    public void processElement(ProcessContext context) {
      Sample sample = context.element();
      if (context.sideInput(dropped).get(Math.toIntExact(sample.index()))) {
        context.output(DROPPED, sample);
      } else {
        context.output(sample);
      }
    }
  }
}
