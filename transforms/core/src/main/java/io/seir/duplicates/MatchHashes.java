package io.seir.duplicates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Matches that need no encoder: equal turns first; then, of the first turn of every group of
 * equals, the most alike earlier one among those that share a band. A band that very many share is
 * compared with the {@value #NEIGHBOURS} before each.
 */
final class MatchHashes extends PTransform<PCollection<TurnPrint>, PCollection<TurnMatch>> {
  private static final long serialVersionUID = 1;

  private static final int NEIGHBOURS = 20_000;
  private static final Comparator<TurnPrint> ORDER = Comparator.comparing(TurnPrint::id);
  private static final TupleTag<TurnMatch> MATCHES = new TupleTag<>("matches") {};
  private static final TupleTag<KV<Long, TurnPrint>> BANDS = new TupleTag<>("bands") {};

  private final DuplicateRule rule;

  MatchHashes(DuplicateRule rule) {
    this.rule = rule;
  }

  @Override
  public PCollection<TurnMatch> expand(PCollection<TurnPrint> prints) {
    PCollectionTuple equal =
        prints
            .apply("Exact", WithKeys.of(TurnPrint::exact).withKeyType(TypeDescriptors.strings()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), prints.getCoder()))
            .apply("Equal", GroupByKey.create())
            .apply(
                "Match equals",
                ParDo.of(new Equals()).withOutputTags(MATCHES, TupleTagList.of(BANDS)));
    PCollection<TurnMatch> alike =
        equal
            .get(BANDS)
            .setCoder(KvCoder.of(VarLongCoder.of(), prints.getCoder()))
            .apply("Band", GroupByKey.create())
            .apply("Match alike", ParDo.of(new Alike(rule)));
    return PCollectionList.of(equal.get(MATCHES))
        .and(alike)
        .apply("By hashes", Flatten.pCollections());
  }

  private static List<TurnPrint> sorted(Iterable<TurnPrint> prints) {
    List<TurnPrint> all = new ArrayList<>();
    prints.forEach(all::add);
    all.sort(ORDER);
    return all;
  }

  private static final class Equals extends DoFn<KV<String, Iterable<TurnPrint>>, TurnMatch> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void processElement(
        @Element KV<String, Iterable<TurnPrint>> equal, MultiOutputReceiver out) {
      List<TurnPrint> all = sorted(equal.getValue());
      TurnPrint first = all.get(0);
      for (TurnPrint other : all.subList(1, all.size())) {
        out.get(MATCHES)
            .output(new TurnMatch(other.id(), first.id(), TurnMatch.Pass.EXACT, new TreeMap<>()));
      }
      for (long band : first.bands()) {
        out.get(BANDS).output(KV.of(band, first));
      }
    }
  }

  private static final class Alike extends DoFn<KV<Long, Iterable<TurnPrint>>, TurnMatch> {
    private static final long serialVersionUID = 1;

    private final DuplicateRule rule;

    Alike(DuplicateRule rule) {
      this.rule = rule;
    }

    @ProcessElement
    public void processElement(
        @Element KV<Long, Iterable<TurnPrint>> band, OutputReceiver<TurnMatch> out) {
      List<TurnPrint> all = sorted(band.getValue());
      for (int i = 1; i < all.size(); i++) {
        best(all.get(i), all.subList(Math.max(0, i - NEIGHBOURS), i)).ifPresent(out::output);
      }
    }

    private Optional<TurnMatch> best(TurnPrint print, List<TurnPrint> earlier) {
      Optional<TurnMatch> best = Optional.empty();
      double most = Double.NEGATIVE_INFINITY;
      for (TurnPrint other : earlier) {
        Optional<SortedMap<String, Double>> values = print.like(other, rule);
        if (values.isPresent() && TurnPrint.likeness(values.get()) > most) {
          most = TurnPrint.likeness(values.get());
          best =
              Optional.of(
                  new TurnMatch(print.id(), other.id(), TurnMatch.Pass.HASHES, values.get()));
        }
      }
      return best;
    }
  }
}
