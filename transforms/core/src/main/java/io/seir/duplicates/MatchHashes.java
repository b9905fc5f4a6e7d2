package io.seir.duplicates;

import io.seir.sample.JsonCoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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
 * Finds matches that need no encoder: first equal turns; then, for the first turn of every group of
 * equal turns, the most similar earlier turn among those that share a band. If very many turns
 * share a band, each is compared with the {@value #NEIGHBOURS} before it.
 */
final class MatchHashes extends PTransform<PCollection<TurnPrint>, PCollection<TurnMatch>> {
  private static final long serialVersionUID = 1;

  private static final int NEIGHBOURS = 20_000;
  private static final Comparator<TurnPrint> ORDER = Comparator.comparing(TurnPrint::id);
  private static final TupleTag<TurnMatch> MATCHES = new TupleTag<>("matches") {};
  private static final TupleTag<KV<Integer, Banded>> BANDS = new TupleTag<>("bands") {};

  private final DuplicateRule rule;
  private final int parts;

  /**
   * @param parts to which turns are assigned by their hashes; each part is processed in memory
   */
  MatchHashes(DuplicateRule rule, int parts) {
    this.rule = rule;
    this.parts = parts;
  }

  /** A turn by one of its bands. */
  @DefaultCoder(JsonCoder.class)
  record Banded(long band, TurnPrint print) {}

  @Override
  public PCollection<TurnMatch> expand(PCollection<TurnPrint> prints) {
    int all = parts;
    PCollectionTuple equal =
        prints
            .apply(
                "Exact",
                WithKeys.of((TurnPrint print) -> part(print.exact().hashCode(), all))
                    .withKeyType(TypeDescriptors.integers()))
            .setCoder(KvCoder.of(VarIntCoder.of(), prints.getCoder()))
            .apply("Equal", GroupByKey.create())
            .apply(
                "Match equals",
                ParDo.of(new Equals(parts)).withOutputTags(MATCHES, TupleTagList.of(BANDS)));
    PCollection<TurnMatch> alike =
        equal
            .get(BANDS)
            .setCoder(KvCoder.of(VarIntCoder.of(), JsonCoder.of(Banded.class)))
            .apply("Band", GroupByKey.create())
            .apply("Match alike", ParDo.of(new Alike(rule)));
    return PCollectionList.of(equal.get(MATCHES))
        .and(alike)
        .apply("By hashes", Flatten.pCollections());
  }

  private static int part(long hash, int parts) {
    return (int) Math.floorMod(hash * 0x9E3779B97F4A7C15L >>> 32, (long) parts);
  }

  /** Groups prints by a key, each group in the order of turns. */
  private static <T, K extends Comparable<K>> Collection<List<TurnPrint>> groups(
      Iterable<T> all, Function<T, K> key, Function<T, TurnPrint> print) {
    SortedMap<K, List<TurnPrint>> groups = new TreeMap<>();
    all.forEach(
        one ->
            groups.computeIfAbsent(key.apply(one), k -> new ArrayList<>()).add(print.apply(one)));
    groups.values().forEach(group -> group.sort(ORDER));
    return groups.values();
  }

  private static final class Equals extends DoFn<KV<Integer, Iterable<TurnPrint>>, TurnMatch> {
    private static final long serialVersionUID = 1;

    private final int parts;

    Equals(int parts) {
      this.parts = parts;
    }

    @ProcessElement
    public void processElement(
        @Element KV<Integer, Iterable<TurnPrint>> part, MultiOutputReceiver out) {
      for (List<TurnPrint> equal : groups(part.getValue(), TurnPrint::exact, print -> print)) {
        TurnPrint first = equal.get(0);
        for (TurnPrint other : equal.subList(1, equal.size())) {
          out.get(MATCHES)
              .output(new TurnMatch(other.id(), first.id(), TurnMatch.Pass.EXACT, new TreeMap<>()));
        }
        for (long band : first.bands()) {
          out.get(BANDS).output(KV.of(part(band, parts), new Banded(band, first)));
        }
      }
    }
  }

  private static final class Alike extends DoFn<KV<Integer, Iterable<Banded>>, TurnMatch> {
    private static final long serialVersionUID = 1;

    private final DuplicateRule rule;

    Alike(DuplicateRule rule) {
      this.rule = rule;
    }

    @ProcessElement
    public void processElement(
        @Element KV<Integer, Iterable<Banded>> part, OutputReceiver<TurnMatch> out) {
      for (List<TurnPrint> band : groups(part.getValue(), Banded::band, Banded::print)) {
        for (int i = 1; i < band.size(); i++) {
          best(band.get(i), band.subList(Math.max(0, i - NEIGHBOURS), i)).ifPresent(out::output);
        }
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
