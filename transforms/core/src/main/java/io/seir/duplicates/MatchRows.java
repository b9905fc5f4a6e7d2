package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import io.seir.similar.NearestEarlierRows;
import io.seir.similar.RowMatch;
import io.seir.similar.RowSearch;
import io.seir.similar.RowSet;
import java.util.List;
import java.util.OptionalInt;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Finds matches by encoder rows: every row with its nearest earlier row, if that is similar enough.
 * With several kinds, the nearest is the one with the largest sum of cosines; it is a match if each
 * kind's cosine is large enough.
 */
final class MatchRows extends PTransform<PCollection<RowSet>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  static final TupleTag<Found> FOUND = new TupleTag<>("found") {};
  static final TupleTag<NearestScores> SCORES = new TupleTag<>("scores") {};

  /** What fp16 and a different order of summation may cost; each kind is checked again. */
  private static final double SLACK = 1e-3;

  private final List<String> kinds;
  private final DuplicateRule rule;
  private final RowSearch how;

  MatchRows(List<String> kinds, DuplicateRule rule, RowSearch how) {
    this.kinds = List.copyOf(kinds);
    this.rule = rule;
    this.how = how;
  }

  @Override
  public PCollectionTuple expand(PCollection<RowSet> rows) {
    PCollectionView<RowSet> set = rows.apply("Names", View.asSingleton());
    PCollection<RowMatch> nearest = rows.apply("Compare", NearestEarlierRows.with(how));
    PCollection<NearestScores> scores =
        nearest.apply("Scores", Combine.globally(new Sum(kinds.size())).withoutDefaults());
    double least = rule.leastSum(kinds) - SLACK;
    PCollection<NameRows.Asked> asked =
        PCollectionList.of(nearest.apply("Near", ParDo.of(new Near(least))))
            .and(scores.apply("Examples", ParDo.of(new Examples())))
            .apply("Both", Flatten.pCollections());
    PCollection<Found> found =
        asked
            .apply("Name", new NameRows(set, kinds))
            .apply("Near in each kind", ParDo.of(new NearInAll(rule)));
    return PCollectionTuple.of(FOUND, found).and(SCORES, scores);
  }

  private static final class Sum extends Combine.CombineFn<RowMatch, NearestScores, NearestScores> {
    private static final long serialVersionUID = 1;

    private final int kinds;

    Sum(int kinds) {
      this.kinds = kinds;
    }

    @Override
    public NearestScores createAccumulator() {
      return NearestScores.none();
    }

    @Override
    public NearestScores addInput(NearestScores sum, RowMatch match) {
      sum.add(match, kinds);
      return sum;
    }

    @Override
    public NearestScores mergeAccumulators(Iterable<NearestScores> parts) {
      NearestScores sum = NearestScores.none();
      parts.forEach(sum::add);
      return sum;
    }

    @Override
    public NearestScores extractOutput(NearestScores sum) {
      return sum;
    }

    @Override
    public Coder<NearestScores> getAccumulatorCoder(CoderRegistry registry, Coder<RowMatch> input)
        throws CannotProvideCoderException {
      return JsonCoder.of(NearestScores.class);
    }
  }

  private static final class Near extends DoFn<RowMatch, NameRows.Asked> {
    private static final long serialVersionUID = 1;

    private final double least;

    Near(double least) {
      this.least = least;
    }

    @ProcessElement
    public void processElement(@Element RowMatch match, OutputReceiver<NameRows.Asked> out) {
      if (match.score() >= least) {
        out.output(new NameRows.Asked(match, OptionalInt.empty()));
      }
    }
  }

  private static final class Examples extends DoFn<NearestScores, NameRows.Asked> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(@Element NearestScores all, OutputReceiver<NameRows.Asked> out) {
      all.examples()
          .forEach(
              (level, matches) ->
                  matches.forEach(
                      match -> out.output(new NameRows.Asked(match, OptionalInt.of(level)))));
    }
  }

  private static final class NearInAll extends DoFn<Found, Found> {
    private static final long serialVersionUID = 1;

    private final DuplicateRule rule;

    NearInAll(DuplicateRule rule) {
      this.rule = rule;
    }

    @ProcessElement
    public void processElement(@Element Found found, OutputReceiver<Found> out) {
      if (found.level().isPresent() || rule.near(found.match().values())) {
        out.output(found);
      }
    }
  }
}
